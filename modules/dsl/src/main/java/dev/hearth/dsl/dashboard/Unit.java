package dev.hearth.dsl.dashboard;

/**
 * How a number is written.
 *
 * @param id as Grafana names it
 */
public record Unit(String id) {

    /** From 0 to 100. */
    public static final Unit PERCENT = new Unit("percent");

    /** From 0 to 1, written as per cent. */
    public static final Unit FRACTION = new Unit("percentunit");

    /** In steps of 1024. */
    public static final Unit BYTES = new Unit("bytes");

    public static final Unit BYTES_PER_SECOND = new Unit("binBps");
    public static final Unit REQUESTS_PER_SECOND = new Unit("reqps");
    public static final Unit PER_SECOND = new Unit("ops");
    public static final Unit SECONDS = new Unit("s");
    public static final Unit MILLISECONDS = new Unit("ms");

    /** Milliseconds since 1970, written as a day and a time. */
    public static final Unit TIME = new Unit("dateTimeAsIso");

    /** A count; large ones are shortened. */
    public static final Unit COUNT = new Unit("short");

    public Unit {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a unit has a name; take Unit.COUNT for plain numbers");
        }
    }

    /** The unit that Grafana names so. */
    public static Unit of(String id) {
        return new Unit(id);
    }
}
