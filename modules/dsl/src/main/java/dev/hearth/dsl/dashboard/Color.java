package dev.hearth.dsl.dashboard;

/** A color of Grafana's palette; it changes with the theme. */
public enum Color {
    GREEN("green"),
    YELLOW("yellow"),
    ORANGE("orange"),
    RED("red"),
    BLUE("blue"),
    PURPLE("purple"),
    TEXT("text");

    private final String id;

    Color(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
