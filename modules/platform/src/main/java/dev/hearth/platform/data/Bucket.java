package dev.hearth.platform.data;

import dev.hearth.dsl.Ask;
import dev.hearth.dsl.ServiceRef;
import java.util.regex.Pattern;

/**
 * A bucket of an object store; the store makes it when a component {@linkplain dev.hearth.dsl.Component#asks() asks} for
 * it.
 *
 * @param component the name of the store
 * @param name 3 to 63 lower-case letters, digits, {@code -} and {@code .}, a letter or digit at both ends
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">Bucket naming rules</a>
 */
public record Bucket(String component, String name) implements Ask {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    public Bucket {
        if (!NAME.matcher(name).matches() || name.contains("..")) {
            throw new IllegalArgumentException("bucket '" + name + "' must be 3 to 63 characters: lower-case letters,"
                    + " digits, '-' and single '.', a letter or digit at both ends");
        }
    }

    /** The S3 API of the store. */
    public ServiceRef api() {
        return ServiceRef.of(component, component, Minio.API.name());
    }

    /** A user who may use this bucket and no other, for a component that asks for it. */
    public BucketUser user(String user) {
        return new BucketUser(this, user, false);
    }

    /** For people: {@code bucket loki of minio}. */
    @Override
    public String toString() {
        return "bucket " + name + " of " + component;
    }
}
