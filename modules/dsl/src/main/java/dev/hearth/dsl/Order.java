package dev.hearth.dsl;

/** The component that states it must come after that one. */
public record Order(String after) {}
