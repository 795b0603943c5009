package dev.hearth.secrets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Credential;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** One making of values of a credential: first what stands for itself, then what is derived from it. */
final class ValueMaking {

    private final Values values;
    private final Credential credential;
    private final Function<Credential.Entry, Optional<Plain>> answers;
    private final LocalDate day;

    private final Map<String, Plain> made = new TreeMap<>();
    private final List<Credential.Entry> missing = new ArrayList<>();

    ValueMaking(
            Values values,
            Credential credential,
            Function<Credential.Entry, Optional<Plain>> answers,
            LocalDate day) {
        this.values = values;
        this.credential = credential;
        this.answers = answers;
        this.day = day;
    }

    static ImmutableSet<String> together(Credential credential, Collection<String> keys) {
        Set<String> sources = new LinkedHashSet<>();
        for (String key : keys) {
            Credential.Entry entry = credential.entry(key);
            if (!entry.secret()) {
                throw new IllegalArgumentException(
                        "key " + key + " of credential " + credential.name() + " is not secret, so nothing is made for it");
            }
            sources.add(entry.of().orElse(key));
        }
        return credential.secrets().stream()
                .filter(entry -> sources.contains(entry.of().orElse(entry.key())))
                .map(Credential.Entry::key)
                .collect(ImmutableSet.toImmutableSet());
    }

    MadeValues made(Set<String> keys) {
        List<Credential.Entry> wanted = credential.secrets().stream()
                .filter(entry -> keys.contains(entry.key()))
                .toList();
        boolean done = false;
        try {
            wanted.stream().filter(entry -> entry.of().isEmpty()).forEach(this::make);
            wanted.stream().filter(entry -> entry.of().isPresent()).forEach(this::make);
            done = true;
        } finally {
            if (!done) {
                made.values().forEach(Plain::close);
            }
        }
        return new MadeValues(ImmutableSortedMap.copyOf(made), ImmutableList.copyOf(missing));
    }

    private void make(Credential.Entry entry) {
        try {
            value(entry).ifPresentOrElse(value -> made.put(entry.key(), value), () -> missing.add(entry));
        } catch (SealException unfit) {
            throw new SealException(
                    "key " + entry.key() + " of credential " + credential.name() + ": " + unfit.getMessage());
        }
    }

    private Optional<Plain> value(Credential.Entry entry) {
        if (entry instanceof Credential.Random random) {
            return Optional.of(values.hex(random.bytes()));
        }
        if (entry instanceof Credential.Password password) {
            return Optional.of(values.password(password.length()));
        }
        if (entry instanceof Credential.PrivateKey key) {
            return Optional.of(values.privateKey(key.kind()));
        }
        return entry.of().isPresent() ? Optional.of(derived(entry)) : answered(entry);
    }

    private Optional<Plain> answered(Credential.Entry entry) {
        Optional<Plain> answer = answers.apply(entry);
        if (answer.isPresent() && answer.get().bytes().length == 0) {
            throw new SealException("the answer is empty");
        }
        if (entry instanceof Credential.PasswordFile file) {
            return answer.map(password -> once(password, () -> values.passwordFile(file.user(), password)));
        }
        if (entry instanceof Credential.DockerConfig config) {
            return answer.map(password ->
                    once(password, () -> values.dockerConfig(config.registry(), config.user(), password)));
        }
        return answer;
    }

    /** The password itself is no value of the credential. */
    private static Plain once(Plain password, Supplier<Plain> value) {
        try (password) {
            return value.get();
        }
    }

    private Plain derived(Credential.Entry entry) {
        String source = entry.of().orElseThrow();
        Plain key = made.get(source);
        if (key == null || !(credential.entry(source) instanceof Credential.PrivateKey privateKey)) {
            throw new SealException("it is derived from key " + source + ", which is no private key");
        }
        return entry instanceof Credential.Certificate certificate
                ? values.selfSigned(key, certificate.hosts(), day, certificate.days())
                : values.publicKey(key, privateKey.kind());
    }
}
