// Copyright 2026 The boost_broker authors
// Distributed under the Boost Software License, Version 1.0.
// https://www.boost.org/LICENSE_1_0.txt

// Reads CBOR with fxamacker's library, and writes it again: its own way, or, with the argument
// cbor_deterministic, as RFC 8949, section 4.2, has it.
package main

import (
	"bufio"
	"encoding/binary"
	"io"
	"log"
	"os"

	"github.com/fxamacker/cbor" // version 2: Debian has no /v2 in its path
)

func main() {
	options := cbor.EncOptions{}
	if len(os.Args) > 1 && os.Args[1] == "cbor_deterministic" {
		options = cbor.CoreDetEncOptions()
	}
	encoder, err := options.EncMode()
	if err != nil {
		log.Fatal(err)
	}
	decoder, err := cbor.DecOptions{DupMapKey: cbor.DupMapKeyEnforcedAPF, MaxNestedLevels: 100}.DecMode()
	if err != nil {
		log.Fatal(err)
	}
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		var size uint32
		if err := binary.Read(in, binary.LittleEndian, &size); err == io.EOF {
			return
		} else if err != nil {
			log.Fatal(err)
		}
		data := make([]byte, size)
		if _, err := io.ReadFull(in, data); err != nil {
			log.Fatal(err)
		}
		var value interface{}
		if err := decoder.Unmarshal(data, &value); err != nil {
			log.Fatal(err)
		}
		written, err := encoder.Marshal(value)
		if err != nil {
			log.Fatal(err)
		}
		if err := binary.Write(out, binary.LittleEndian, uint32(len(written))); err != nil {
			log.Fatal(err)
		}
		if _, err := out.Write(written); err != nil {
			log.Fatal(err)
		}
	}
}
