// Package crawl fetches the pages of sites politely: it finds addresses in
// links, sitemaps and feeds, keeps to robots.txt and to a scope, and hands over
// each page as it came.
package crawl

// Product is the name by which robots.txt files and pages address this crawler.
const Product = "uilsearch"
