package credential

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"hash/crc32"
	"math/big"
	"strings"
)

// Prefix begins the secrets of API keys.
const Prefix = "gq_"

// The lengths of a secret's parts behind its prefix: what names it, what no one can guess
// (256 bits), and the checksum of all before.
const nameLength, randomLength, sumLength = 8, 43, 6

// randomBytes are what no one can guess, before they are written out.
const randomBytes = 32

// Hash is a secret as a store knows it: its SHA-256 in hexadecimal.
type Hash string

// HashOf returns the hash of a secret, which is random enough for a fast one.
func HashOf(secret string) Hash {
	sum := sha256.Sum256([]byte(secret))
	return Hash(hex.EncodeToString(sum[:]))
}

// NewSecret returns a secret with a prefix, and its name: the part that may be shown. The
// form lets scanners find secrets that leaked:
//
//	gq_2xVbT9Qa_<43 letters and digits>_<6 letters and digits>
func NewSecret(prefix string) (secret, name string) { return SecretOf(prefix, random(randomBytes)) }

// SecretOf returns the secret, and its name, that follow from 32 bytes which no one can guess.
// The name tells nothing of the bytes.
func SecretOf(prefix string, bytes []byte) (secret, name string) {
	sum := sha256.Sum256(bytes)
	name = pad(new(big.Int).SetBytes(sum[:8]), nameLength)
	return Form(prefix, name, bytes), name
}

// Form returns the secret of a name and 32 bytes that no one can guess.
func Form(prefix, name string, bytes []byte) string {
	text := prefix + name + "_" + pad(new(big.Int).SetBytes(bytes), randomLength) + "_"
	return text + checksum(text)
}

// IsWhole reports whether a text has the form of a secret with a prefix, and its checksum:
// nothing was left out or mistyped.
func IsWhole(prefix, text string) bool {
	rest, ok := strings.CutPrefix(text, prefix)
	if !ok || len(rest) != nameLength+1+randomLength+1+sumLength || rest[nameLength] != '_' || rest[nameLength+1+randomLength] != '_' {
		return false
	}
	end := len(text) - sumLength
	return text[end:] == checksum(text[:end])
}

// Parts returns the name in a secret with a prefix, and its 32 bytes; false for another text.
func Parts(prefix, text string) (name string, bytes []byte, ok bool) {
	if !IsWhole(prefix, text) {
		return "", nil, false
	}
	rest := text[len(prefix):]
	number, ok := new(big.Int).SetString(rest[nameLength+1:nameLength+1+randomLength], 62)
	if !ok || number.Sign() < 0 || number.BitLen() > 8*randomBytes {
		return "", nil, false
	}
	return rest[:nameLength], number.FillBytes(make([]byte, randomBytes)), true
}

// checksum returns the CRC-32 of a text.
func checksum(text string) string {
	return pad(big.NewInt(int64(crc32.ChecksumIEEE([]byte(text)))), sumLength)
}

// pad returns the last so many digits of a number to the base of 62.
func pad(number *big.Int, length int) string {
	digits := number.Text(62)
	if len(digits) > length {
		return digits[len(digits)-length:]
	}
	return strings.Repeat("0", length-len(digits)) + digits
}

func random(length int) []byte {
	bytes := make([]byte, length)
	_, _ = rand.Read(bytes) // never fails
	return bytes
}
