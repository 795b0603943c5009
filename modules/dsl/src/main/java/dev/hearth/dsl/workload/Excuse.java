package dev.hearth.dsl.workload;

/** A default that is done without, and why. */
record Excuse(String what, String reason) {

    Excuse {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("an exemption from " + what + " needs a reason");
        }
    }
}
