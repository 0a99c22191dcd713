// Package archtest keeps the import rules of the project: a table of what each
// package may import, and a test that compares it with what they do import.
package archtest
