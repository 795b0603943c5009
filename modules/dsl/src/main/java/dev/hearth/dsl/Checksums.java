package dev.hearth.dsl;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;

/** The annotations on pods by which they start anew when what they read has changed. */
public final class Checksums {

    private static final String DOMAIN = "hearth.dev/";

    /** What Kubernetes lets the name of an annotation be long, without its domain. */
    private static final int LONGEST = 63;

    private Checksums() {}

    /**
     * The annotation for one thing that pods read; as long as it may be, whatever the thing's name is.
     *
     * @param what what it is: {@code config}, {@code secret}
     * @param name its name
     */
    public static String annotation(String what, String name) {
        String key = what + "-" + name;
        if (key.length() <= LONGEST) {
            return DOMAIN + key;
        }
        String hash = Hashing.sha256().hashString(name, UTF_8).toString().substring(0, 16);
        return DOMAIN + key.substring(0, LONGEST - 17) + "-" + hash;
    }
}
