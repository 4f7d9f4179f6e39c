# Every target has a line `## what it does`; `make help` prints them.

RELEASE := -c release --static-swift-stdlib --product martlet

PREFIX ?= /usr/local

.DEFAULT_GOAL := help
.PHONY: help build release install release-path test test-all accept check bench docs examples claims reference fuzz fuzz-short fuzz-sizes fuzz-graphs proof-long

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "%-12s %s\n", $$1, $$2 }'

build: ## Build for debugging
	swift build

release: ## Build the command for use, with Swift's libraries inside
	swift build $(RELEASE)

install: release ## Copy the command and its library below PREFIX, /usr/local if it is not set
	install -D "$$($(MAKE) --no-print-directory release-path)" $(DESTDIR)$(PREFIX)/bin/martlet
	install -d $(DESTDIR)$(PREFIX)/share/martlet/stdlib
	install -m 644 stdlib/*.mlt $(DESTDIR)$(PREFIX)/share/martlet/stdlib

release-path: ## Print where `release` puts the command
	@echo "$$(swift build $(RELEASE) --show-bin-path)/martlet"

test: ## Run the tests
	swift test

test-all: test fuzz-short fuzz-sizes fuzz-graphs proof-long examples claims ## Run the tests and the examples, and hold these to their claims

accept: ## Rewrite the .expected files of the golden programs, outputs in documents, docs/library
	MARTLET_ACCEPT=1 swift test --filter 'Golden|Document|OperationMatrix'
	$$(swift build --show-bin-path)/martlet doc --output docs/library

check: ## Check the formats, the imports between rooms, and that no file is orphaned
	swift format lint --strict -r Sources Tests Package.swift
	swift build --build-tests --explicit-target-dependency-import-check error
	Scripts/check-tree
	$$(swift build --show-bin-path)/martlet fmt --check stdlib examples
	$$(swift build --show-bin-path)/martlet check --warnings error \
	  stdlib/*.mlt $(filter-out examples/03-shapes.mlt,$(wildcard examples/*.mlt))
	$$(swift build --show-bin-path)/martlet doc --check --output docs/library

fuzz: ## Try a million made-up programs; COUNT=1000 for fewer, SEED=7 for others
	swift build -c release --product fuzz
	$$(swift build -c release --show-bin-path)/fuzz --count $(or $(COUNT),1000000) --seed $(or $(SEED),1)

fuzz-short: ## Try a thousand made-up programs, built for debugging
	swift build --product fuzz
	$$(swift build --show-bin-path)/fuzz --count 1000 --seed $(or $(SEED),1)

fuzz-sizes: ## Hold 120,000 verdicts of the solver against all small sizes
	MARTLET_FUZZ=20 swift test --filter verdictsAgreeWithBruteForce

fuzz-graphs: ## Try 10,000 random graphs of all operations, and their derivatives; COUNT, SEED as above
	swift build -c release --product fuzz-graphs
	$$(swift build -c release --show-bin-path)/fuzz-graphs --count $(or $(COUNT),10000) --seed $(or $(SEED),0)

proof-long: ## Compare every operation also on long tensors
	MARTLET_LONG=1 swift test --filter ProofTests

bench: ## Print how fast Martlet is beside PyTorch and JAX
	Benchmarks/run

docs: ## Check the programs in the documents
	swift test --filter Document

examples: release ## Run every example and compare what it prints
	Scripts/check-examples

claims: release ## Hold the examples to the accuracy that they claim
	Scripts/check-claims

reference: ## Make the reference numbers of the tests again, with NumPy, SciPy and PyTorch
	Tests/Reference/make
