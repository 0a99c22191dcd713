package search

import "time"

// City is what a generation's taxonomy holds of a member city: the data of a
// page about it.
type City struct {
	ID   string
	Name string
	// Names are all its names, its own first.
	Names   []CityName
	Country Named
	Region  Named
	// MemberSince is the year of joining the network, or 0 where it is not
	// known; Awards are the years of its Learning City Awards.
	MemberSince int
	Awards      []int
	// Lat and Lon are in degrees; Located is false where they are not known.
	Lat, Lon float64
	Located  bool
	// GeonameID is that of the place in GeoNames, or 0.
	GeonameID int
}

// CityName is a name of a city.
type CityName struct {
	Name string
	// Script is an ISO 15924 code, Lang an ISO 639-1 code; either is empty where
	// it is not known.
	Script, Lang string
	// Source says where the name is from, such as "geonames" or "hand".
	Source string
}

// CityAnswer is a city with which index knows it so.
type CityAnswer struct {
	City
	Generation string
	BuiltAt    time.Time
	// Edition is Status.Edition at the time.
	Edition string
}
