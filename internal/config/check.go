package config

import (
	"net/netip"
	"strings"
)

// check refuses settings that are right by themselves and wrong together.
func (s Settings) check() error {
	switch {
	case s.TrustedOnly && s.TrustedDocuments == "":
		return &Error{Source: "-trusted-documents-only", Reason: "every document would be refused; name a manifest with -trusted-documents"}
	case s.Redis != "" && s.KeyFile == "":
		return &Error{Reason: "-cache redis://… requires -key-file, which seals what is kept and is the same for all replicas; make it with gramql keys add -key-file FILE"}
	case s.LocalProof && s.AppSecret == "":
		return &Error{Source: "-local-proof", Reason: "every call would be refused; set -app-secret or -app-secret-file"}
	case s.Graph != nil && s.Graph.Scheme == "http" && !isLoopback(s.Graph.Hostname()) && !s.Insecure:
		return &Error{Source: "-graph", Reason: "access tokens would travel unencrypted; use https, or allow it with -insecure=on"}
	}
	return nil
}

// isLoopback reports whether a host is this machine by its name or address alone. Not
// every resolver keeps names below localhost to itself, as RFC 6761 asks for.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap().IsLoopback()
}
