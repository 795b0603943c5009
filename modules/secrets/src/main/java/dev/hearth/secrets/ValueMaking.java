package dev.hearth.secrets;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Credential;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One making of all values of a credential: first what stands for itself, then what is derived from it. */
final class ValueMaking {

    private final Values values;
    private final Credential credential;
    private final LocalDate today;
    private final Answers answers;

    private final Map<String, Plain> made = new LinkedHashMap<>();
    private final Set<String> missing = new LinkedHashSet<>();

    ValueMaking(Values values, Credential credential, LocalDate today, Answers answers) {
        this.values = values;
        this.credential = credential;
        this.today = today;
        this.answers = answers;
    }

    Values.Made run() {
        boolean done = false;
        try {
            credential.secrets().stream().filter(entry -> entry.of().isEmpty()).forEach(this::make);
            credential.secrets().stream()
                    .filter(entry -> entry.of().isPresent())
                    .forEach(this::make);
            done = true;
        } finally {
            if (!done) {
                made.values().forEach(Plain::close);
            }
        }
        return new Values.Made(ImmutableMap.copyOf(made), ImmutableSet.copyOf(missing));
    }

    private void make(Credential.Entry entry) {
        try {
            value(entry).ifPresentOrElse(value -> made.put(entry.key(), value), () -> missing.add(entry.key()));
        } catch (SealException unfit) {
            throw new SealException(place(entry) + ": " + unfit.getMessage());
        }
    }

    private String place(Credential.Entry entry) {
        return credential.name() + "/" + entry.key();
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
        if (entry instanceof Credential.PasswordFile file) {
            return answer(entry, "the password of user " + file.user())
                    .map(password -> once(password, () -> values.passwordFile(file.user(), password)));
        }
        if (entry instanceof Credential.DockerConfig config) {
            return answer(entry, "the password of user " + config.user() + " for registry " + config.registry())
                    .map(password ->
                            once(password, () -> values.dockerConfig(config.registry(), config.user(), password)));
        }
        return entry instanceof Credential.Asked asked ? answer(entry, asked.what()) : Optional.of(derived(entry));
    }

    private Optional<Plain> answer(Credential.Entry entry, String what) {
        Optional<Plain> answer = answers.answer(place(entry), what);
        if (answer.isPresent() && answer.get().bytes().length == 0) {
            throw new SealException("the value given is empty");
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
        String source = entry.of().orElse("");
        Plain key = made.get(source);
        if (key == null || !(credential.entry(source) instanceof Credential.PrivateKey privateKey)) {
            throw new SealException("it is derived from key '" + source + "', which is not made with it");
        }
        return entry instanceof Credential.Certificate certificate
                ? values.selfSigned(key, certificate.hosts(), today, certificate.days())
                : values.publicKey(key, privateKey.kind());
    }
}
