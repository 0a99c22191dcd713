package searchtest

import (
	"time"

	"github.com/uilsearch/uilsearch/corpus"
)

// host is where all documents of the suite stand.
const host = "https://uil.example/"

// Library returns the documents that the suite's fixed cases ask for.
func Library() []corpus.Document {
	docs := []corpus.Document{
		New("eight", corpus.News, "en", "2016-07-14", "Eight Korean cities join the network",
			"One of Bucheon’s features is its governance. The award went to no one.",
			"Namyangju’s ‘1-2-3 Lifelong Learning Infrastructure’ brings learning near. Jeonju reads; lifelong learning needs infrastructure."),
		New("policy", corpus.Publication, "en", "2015", "Policy for a learning city",
			"A city plans for lifelong learning."),
		New("award", corpus.News, "en", "2017-09", "Award for twelve", "Twelve cities share the prize."),
		New("fr", corpus.News, "fr", "2016-08-23", "Les villes apprenantes", "L’éducation des adultes et l’apprentissage."),
		New("ko", corpus.CityProfile, "ko", "", "남양주시 평생학습", "남양주시는 배움의 도시다."),
		New("evora", corpus.CaseStudy, "pt", "2019-03-05", "Évora", "In Évora education is for everyone."),
		New("evora-plain", corpus.CaseStudy, "xx", "2019-03-05", "Evora", "In Evora education is for everyone. Evora education. Evora education."),
		New("exact", corpus.Other, "en", "2018-01-01", "Library", "The library has a reading room, reading rooms and more."),
		New("stemmed", corpus.Other, "en", "2018-01-02", "Libraries", "People who read have room, roomed and reads and more."),
		New("near", corpus.Other, "en", "2018-02-01", "Port", "Go to the harbour market on any day of the long week for the tools."),
		New("far", corpus.Other, "en", "2018-02-02", "Ports", "Go to the harbour on any day of the long week for the tools market."),
		New("numbers", corpus.Other, "en", "2018-03-01", "Numbers", "Infrastructure for learning, lifelong: item 3, item 2 and item 1."),
		New("index", corpus.Listing, "en", "2020-01-01", "All news", "Award for twelve cities. Eight cities join."),
	}
	tag(docs, "eight", corpus.City, corpus.About, "bucheon", "namyangju", "jeonju")
	tag(docs, "award", corpus.City, corpus.Mention, "bucheon", "jeonju", "cork")
	tag(docs, "ko", corpus.City, corpus.About, "namyangju")
	tag(docs, "evora", corpus.City, corpus.About, "evora")
	tag(docs, "policy", corpus.City, corpus.About, "cork")
	tag(docs, "eight", corpus.Country, corpus.About, "kr")
	tag(docs, "ko", corpus.Country, corpus.About, "kr")
	tag(docs, "evora", corpus.Country, corpus.About, "pt")
	tag(docs, "policy", corpus.Country, corpus.About, "ie")
	tag(docs, "eight", corpus.Theme, corpus.About, "libraries-prison", "learning-cities")
	tag(docs, "policy", corpus.Theme, corpus.About, "learning-cities")
	tag(docs, "exact", corpus.Theme, corpus.About, "libraries-prison")
	return docs
}

// New returns a document of one section at host plus path. The date may be
// empty.
func New(path string, kind corpus.Type, lang, date, title string, paragraphs ...string) corpus.Document {
	d := corpus.Document{
		ID: corpus.NewID(host + path), URL: host + path, Title: title, Type: kind, Lang: lang,
		Sections: []corpus.Section{{Paragraphs: paragraphs}}, Crawled: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC),
	}
	d.Published, _ = corpus.ParseDate(date)
	d.ContentHash = corpus.HashContent(&d)
	return d
}

// tag adds tags to the document of that path; the title is their evidence.
func tag(docs []corpus.Document, path string, facet corpus.TagFacet, role corpus.Role, values ...string) {
	for i := range docs {
		if docs[i].URL == host+path {
			for _, v := range values {
				docs[i].Tags = append(docs[i].Tags, NewTag(&docs[i], facet, role, v))
			}
		}
	}
}

// NewTag returns a tag whose evidence is the document's title.
func NewTag(d *corpus.Document, facet corpus.TagFacet, role corpus.Role, value string) corpus.Tag {
	return corpus.Tag{
		Facet: facet, Value: value, Role: role, Rule: "name", Confidence: 1,
		Evidence: []corpus.Span{{Zone: corpus.ZoneTitle, Start: 0, End: len(d.Title), Surface: d.Title}},
	}
}
