package dev.hearth.schemas.cel;

/**
 * A rule that does not hold.
 *
 * @param rule the rule
 * @param message what is wrong
 */
public record CelViolation(CelRule rule, String message) {}
