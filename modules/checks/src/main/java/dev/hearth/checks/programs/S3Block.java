package dev.hearth.checks.programs;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place of a configuration that says where a store of S3 is, and the words that the program has for it.
 *
 * @param field where it stands
 * @param words the words
 */
record S3Block(Field field, Words words) {

    /** What the programs call the same things. */
    enum Words {
        /** Loki of old, which still is the usual one. */
        LOKI("bucketnames", "access_key_id", "secret_access_key", "s3forcepathstyle: true"),
        /** Mimir, and Loki below {@code object_store}. */
        MIMIR("bucket_name", "access_key_id", "secret_access_key", "bucket_lookup_type: path"),
        TEMPO("bucket", "access_key", "secret_key", "forcepathstyle: true"),
        PYROSCOPE("bucket_name", "access_key_id", "secret_access_key", "bucket_lookup_type: path-style");

        private final ImmutableMap<String, String> own;

        Words(String bucket, String key, String secret, String path) {
            ImmutableMap.Builder<String, String> named = ImmutableMap.builder();
            BUCKET.forEach(name -> named.put(name, bucket));
            KEY.forEach(name -> named.put(name, key));
            SECRET.forEach(name -> named.put(name, secret));
            PATH.forEach(name -> named.put(name, path));
            this.own = named.buildOrThrow();
        }

        /** What stands here for a key of another program; nothing where the key is one of this, or of none. */
        Optional<String> instead(String key) {
            boolean has = own.containsValue(key)
                    || own.containsValue(key + ": true")
                    || (key.equals("bucket_lookup_type") && this != LOKI)
                    || (key.equals("force_path_style") && this == PYROSCOPE);
            return has ? Optional.empty() : Optional.ofNullable(own.get(key));
        }

        /** What stands here for another program's way to look for a bucket. */
        Optional<String> lookup(String value) {
            boolean path = value.startsWith("path");
            Optional<String> said = switch (this) {
                case LOKI -> Optional.empty();
                case MIMIR -> Optional.of(path ? "path" : "virtual-hosted");
                case PYROSCOPE -> Optional.of(path ? "path-style" : "virtual-hosted-style");
                case TEMPO -> Optional.of(path ? "2" : "1");
            };
            return LOOKUPS.contains(value) ? said.filter(word -> !word.equals(value)) : Optional.empty();
        }
    }

    private static final ImmutableSet<String> BUCKET = ImmutableSet.of("bucketnames", "bucket_name", "bucket");
    private static final ImmutableSet<String> KEY = ImmutableSet.of("access_key_id", "access_key");
    private static final ImmutableSet<String> SECRET = ImmutableSet.of("secret_access_key", "secret_key");
    private static final ImmutableSet<String> PATH =
            ImmutableSet.of("s3forcepathstyle", "forcepathstyle", "force_path_style", "bucket_lookup_type");
    private static final ImmutableSet<String> LOOKUPS =
            ImmutableSet.of("path", "path-style", "virtual-hosted", "virtual-hosted-style");

    /** All of them that a configuration has; none where it is of a program that is not known. */
    static List<S3Block> of(ProgramConfig config) {
        List<S3Block> found = new ArrayList<>();
        search(config, Field.of(config.root()), found);
        return found;
    }

    private static void search(ProgramConfig config, Field at, List<S3Block> found) {
        for (Field field : at.fields()) {
            words(config, field).ifPresent(words -> found.add(new S3Block(field, words)));
            search(config, field, found);
        }
    }

    private static Optional<Words> words(ProgramConfig config, Field field) {
        String path = field.path().toString();
        boolean s3 = field.name().equals("s3") && !field.parent().name().equals("named_stores");
        return switch (config.program()) {
            case "loki" -> loki(path, s3);
            case "mimir" -> Optional.of(Words.MIMIR).filter(words -> s3);
            case "tempo" -> Optional.of(Words.TEMPO).filter(words -> s3);
            case "pyroscope" -> Optional.of(Words.PYROSCOPE).filter(words -> s3);
            default -> Optional.empty();
        };
    }

    private static Optional<Words> loki(String path, boolean s3) {
        if (path.contains("object_store.") || path.startsWith("ruler_storage.")) {
            return Optional.of(Words.MIMIR).filter(words -> s3);
        }
        boolean old = path.equals("common.storage.s3")
                || path.equals("ruler.storage.s3")
                || path.equals("storage_config.aws")
                || path.matches("storage_config\\.named_stores\\.aws\\.[^.]+");
        return Optional.of(Words.LOKI).filter(words -> old);
    }
}
