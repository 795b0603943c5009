package dev.hearth.platform.data;

/**
 * A kind of change of a key that Redis tells its subscribers, so that they can drop what they hold in memory.
 *
 * @see <a href="https://redis.io/docs/latest/develop/pubsub/keyspace-notifications/">Keyspace notifications</a>
 */
public enum KeyEvent {
    /** Commands of keys of any type: deleted, renamed, given a time to live. */
    GENERIC('g'),
    /** Commands of strings. */
    STRING('$'),
    /** Commands of lists. */
    LIST('l'),
    /** Commands of sets. */
    SET('s'),
    /** Commands of hashes. */
    HASH('h'),
    /** Commands of sorted sets. */
    SORTED_SET('z'),
    /** Commands of streams. */
    STREAM('t'),
    /** A key's time to live has ended. */
    EXPIRED('x'),
    /** A key has given way because the memory was full. */
    EVICTED('e');

    private final char letter;

    KeyEvent(char letter) {
        this.letter = letter;
    }

    /** Its letter in {@code notify-keyspace-events}. */
    char letter() {
        return letter;
    }
}
