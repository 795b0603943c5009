package dev.hearth.platform.security;

/** What the Trivy Operator looks for. */
public enum TrivyScan {
    /** Known faults of what is in images that run. */
    VULNERABILITIES,
    /** Passwords, keys and tokens that are in images that run. */
    EXPOSED_SECRETS,
    /** Objects and roles that open more than they should; for it the operator reads most kinds of objects. */
    CONFIGURATION,
    /** Lists of what is in each image; large, in the store of the API server. */
    BILLS_OF_MATERIALS
}
