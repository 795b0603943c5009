package dev.hearth.pipeline;

import dev.hearth.findings.Finding;

/** A run cannot begin; says why and what to do. */
final class WrongUse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    WrongUse(Finding finding) {
        super(finding.message());
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }
}
