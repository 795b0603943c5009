package dev.hearth.cli;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.dsl.Credential.KeyKind;
import dev.hearth.secrets.Plain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that a command line gives, with the values that files of several keys hold, and the sources of the others. */
final class Given implements AutoCloseable {

    private static final String TLS = "kubernetes.io/tls";
    private static final String DOCKER = "kubernetes.io/dockerconfigjson";

    private final Material material;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<String, Plain> read = new LinkedHashMap<>();
    private Optional<ClearSecret> secret = Optional.empty();
    private Optional<String> type = Optional.empty();
    private boolean input;

    private Given(Material material) {
        this.material = material;
    }

    static Given of(Desk desk, SealCommand asked) throws IOException {
        Given given = new Given(
                new Material(desk.console(), desk.environment(), desk.random(), desk.today(), asked.bulk.trim));
        try {
            given.sources(desk, asked);
            given.files(desk, asked.bulk);
            return given;
        } catch (IOException | RuntimeException failed) {
            given.close();
            throw failed;
        }
    }

    private void sources(Desk desk, SealCommand asked) {
        int number = 0;
        for (String argument : asked.sources) {
            number++;
            Source.Named named = Source.named(argument, "KEY=SOURCE number " + number);
            add(named.key(), named.source());
        }
        for (String variable : asked.bulk.variables) {
            int equals = variable.indexOf('=');
            String name = variable.substring(equals + 1);
            if (!desk.environment().containsKey(name)) {
                // Not repeated, as a key neither: who writes $NAME for NAME has typed a value.
                throw new WrongUse("--from-env: the environment has no variable of a name given; write the name without"
                        + " $, and export it");
            }
            Source.Named named =
                    Source.named((equals < 0 ? name : variable.substring(0, equals)) + "=env:" + name, "--from-env");
            add(named.key(), named.source());
        }
        if (!asked.bulk.hosts.isEmpty()) {
            add("tls.key", new Source.PrivateKey(KeyKind.RSA));
            add("tls.crt", new Source.Certificate("tls.key", List.copyOf(asked.bulk.hosts)));
            type = Optional.of(TLS);
        }
        if (!asked.bulk.docker.isEmpty()) {
            add(".dockerconfigjson", docker(asked.bulk.docker));
            type = Optional.of(DOCKER);
        }
    }

    private static Source docker(String text) {
        int comma = text.indexOf(',');
        int equals = text.indexOf('=', comma);
        String user = comma < 0 ? "" : text.substring(comma + 1, equals < 0 ? text.length() : equals);
        return Optional.of(equals < 0 ? "?" : text.substring(equals + 1))
                .flatMap(Source::given)
                .filter(source -> comma > 0 && !user.isEmpty() && !user.contains(":"))
                .map(password -> (Source) new Source.Docker(text.substring(0, comma), user, password))
                .orElseThrow(() -> new WrongUse(
                        "--docker must be REGISTRY,USER or REGISTRY,USER=S with -, @FILE, env:VARIABLE or ? for S; the password"
                                + " itself is not taken on the command line"));
    }

    private void files(Desk desk, SealCommand.BulkOptions bulk) throws IOException {
        for (String file : bulk.dotenv) {
            byte[] text = text(desk, file, "--dotenv");
            try {
                Map<String, Plain> values = Dotenv.read(text, file.equals("-") ? "standard input" : file);
                if (values.isEmpty()) {
                    throw new WrongUse("--dotenv: there is no variable in it");
                }
                values.forEach(this::add);
            } finally {
                Arrays.fill(text, (byte) 0);
            }
        }
        if (!bulk.secret.isEmpty()) {
            byte[] text = text(desk, bulk.secret, "--from-secret");
            try {
                ClearSecret clear = ClearSecret.read(text, bulk.secret.equals("-") ? "standard input" : bulk.secret);
                secret = Optional.of(clear);
                type = type.or(() -> Optional.of(clear.type()));
                clear.values().forEach(this::add);
            } finally {
                Arrays.fill(text, (byte) 0);
            }
        }
    }

    private byte[] text(Desk desk, String file, String option) throws IOException {
        if (!file.equals("-")) {
            return Files.readAllBytes(Path.of(file));
        }
        once();
        byte[] text = desk.console().in().readAllBytes();
        if (text.length == 0) {
            throw new WrongUse(option + ": standard input is empty; did the program before the pipe fail?");
        }
        return text;
    }

    private void once() {
        if (input) {
            throw new WrongUse("standard input can be read once, but is asked for twice");
        }
        input = true;
    }

    private void add(String key, Source source) {
        if (source.reads()) {
            once();
        }
        single(key);
        sources.put(key, source);
    }

    private void add(String key, Plain value) {
        if (sources.containsKey(key) || read.containsKey(key)) {
            value.close();
        }
        single(key);
        read.put(key, value);
    }

    private void single(String key) {
        if (sources.containsKey(key) || read.containsKey(key)) {
            throw new WrongUse("key " + key + " is given twice");
        }
    }

    /** The keys, with whether each has a source here. */
    Map<String, Boolean> keys() {
        Map<String, Boolean> keys = new LinkedHashMap<>();
        sources.keySet().forEach(key -> keys.put(key, true));
        read.keySet().forEach(key -> keys.put(key, false));
        return keys;
    }

    /** The keys, those that others are made from first. */
    List<String> inOrder() {
        List<String> order = new ArrayList<>();
        keys().keySet().stream().filter(key -> !derived(key)).forEach(order::add);
        keys().keySet().stream().filter(this::derived).forEach(order::add);
        return order;
    }

    private boolean derived(String key) {
        return Optional.ofNullable(sources.get(key)).flatMap(Source::from).isPresent();
    }

    boolean made(String key) {
        return Optional.ofNullable(sources.get(key)).filter(Source::made).isPresent();
    }

    /** Of which kind the private key at that key is, where it is one that is made here. */
    Optional<KeyKind> kind(String key) {
        return sources.get(key) instanceof Source.PrivateKey made ? Optional.of(made.kind()) : Optional.empty();
    }

    Plain value(String key, Map<String, Plain> others, Map<String, KeyKind> kinds) throws IOException {
        Plain there = read.get(key);
        return there != null ? there : material.value(key, requireNonNull(sources.get(key)), others, kinds);
    }

    Optional<Plain> behind(String key) {
        return material.behind(key);
    }

    Optional<String> namespace() {
        return secret.flatMap(ClearSecret::namespace);
    }

    Optional<String> name() {
        return secret.map(ClearSecret::name);
    }

    Optional<String> type() {
        return type;
    }

    ImmutableMap<String, String> labels() {
        return secret.map(ClearSecret::labels).orElse(ImmutableMap.of());
    }

    @Override
    public void close() {
        read.values().forEach(Plain::close);
        material.close();
    }
}
