package dev.hearth.cli;

import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.dsl.Credential.KeyKind;
import dev.hearth.dsl.SealScope;
import dev.hearth.pipeline.ExitCode;
import dev.hearth.secrets.Ledger;
import dev.hearth.secrets.MarkKey;
import dev.hearth.secrets.Plain;
import dev.hearth.secrets.SealException;
import dev.hearth.secrets.SealedFile;
import dev.hearth.secrets.Sealer;
import dev.hearth.secrets.SealingCertificate;
import dev.hearth.secrets.SecretsFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Seals values of one Secret, which the command line names. */
final class SealOne {

    /** What the API server takes of a Secret. */
    private static final int MOST_BYTES = 1024 * 1024;

    private final Desk desk;
    private final SealCommand asked;
    private final Given given;

    SealOne(Desk desk, SealCommand asked) throws IOException {
        this.desk = desk;
        this.asked = asked;
        this.given = Given.of(desk, asked);
    }

    ExitCode run() throws IOException {
        try (given) {
            SealCommand.PlaceOptions place = asked.place;
            long places = Stream.of(!place.folder.isEmpty(), !place.into.isEmpty(), place.stdout, place.raw)
                    .filter(asks -> asks)
                    .count();
            if (places > 1) {
                throw new WrongUse("--folder, --into, --stdout and --raw exclude each other");
            }
            if (given.keys().isEmpty()) {
                throw new WrongUse(
                        "nothing to seal; give KEY=SOURCE, --from-env, --dotenv, --from-secret, --tls or --docker");
            }
            if (place.stdout || place.raw) {
                printed();
            } else if (!place.into.isEmpty()) {
                intoFile(Path.of(place.into));
            } else {
                intoFolder(SecretsDisk.of(place.folder));
            }
            return ExitCode.CLEAN;
        }
    }

    private void printed() throws IOException {
        SealedFile empty = fresh(namespace(Optional.empty()), name(Optional.empty()), scope(Optional.empty()));
        if (asked.place.raw && given.keys().size() != 1) {
            throw new WrongUse("--raw prints the sealed text of one value, but there are "
                    + given.keys().size());
        }
        Seals seals = seals(empty, Ledger.empty(), Optional.empty(), elsewhere());
        put(seals);
        if (asked.place.raw) {
            desk.say(seals.file().values().values().iterator().next());
        } else {
            desk.console().out().writeBytes(seals.file().bytes());
        }
        desk.console().out().flush();
    }

    private void intoFile(Path path) throws IOException {
        Optional<SealedText> there = SealedText.at(path);
        Optional<SealedFile> file = there.map(SealedText::file);
        SealedFile before = target(file, path.toString());
        Seals seals = seals(before, Ledger.empty(), Optional.empty(), elsewhere());
        List<String> lines = put(seals);
        SealedText after = there.map(text -> text.with(seals.file())).orElse(SealedText.named(path, seals.file()));
        if (file.isEmpty() || !file.get().equals(seals.file())) {
            OneFile.write(path, after.bytes());
        }
        lines.forEach(desk::say);
    }

    private void intoFolder(SecretsDisk disk) throws IOException {
        SecretsFolder before = asked.certificate.added(disk.read());
        SealingCertificate certificate = asked.certificate.chosen(before, desk);
        String namespace = namespace(Optional.empty());
        String name = name(Optional.empty());
        Optional<SealedFile> there = before.sealed(namespace, name);
        SealedFile file = target(there, before.place(namespace, name));
        Seals seals = seals(file, before.ledger(), asked.certificate.marks(desk), certificate);
        List<String> lines = put(seals);
        SecretsFolder after = there.equals(Optional.of(seals.file())) ? before : before.with(seals.file());
        disk.write(seals.ledger().equals(before.ledger()) ? after : after.with(seals.ledger()));
        lines.forEach(desk::say);
    }

    /** The certificate where there may be no folder. */
    private SealingCertificate elsewhere() throws IOException {
        boolean given = !asked.certificate.file.isEmpty();
        return asked.certificate.chosen(
                given ? SecretsFolder.empty("") : SecretsDisk.of("").read(), desk);
    }

    private Seals seals(SealedFile file, Ledger ledger, Optional<MarkKey> marks, SealingCertificate certificate) {
        return new Seals(file, ledger, Sealer.of(certificate, desk.random()), marks, desk.today(), asked.place.again);
    }

    /** The file that is there, for what is asked; or a new one. */
    private SealedFile target(Optional<SealedFile> there, String source) {
        String namespace = namespace(there.map(SealedFile::namespace));
        String name = name(there.map(SealedFile::name));
        SealScope scope = scope(there.map(SealedFile::scope));
        if (there.isEmpty()) {
            return fresh(namespace, name, scope);
        }
        SealedFile file = there.get();
        if (!file.namespace().equals(namespace) || !file.name().equals(name)) {
            throw new WrongUse(source + " is " + file.namespace() + "/" + file.name() + " and not " + namespace + "/"
                    + name + "; what is sealed for one name does not open under another");
        }
        if (file.scope() != scope) {
            file = rescoped(file, scope, source);
        }
        String type = type(file.type());
        if (!type.equals(file.type())) {
            desk.warn(source + " changes its type from " + file.type() + " to " + type
                    + "; the Secret in the cluster must be deleted for that");
            file = Templates.type(file, type);
        }
        return Templates.labels(file, given.labels());
    }

    private SealedFile rescoped(SealedFile file, SealScope scope, String source) {
        List<String> left = file.values().keySet().stream()
                .filter(key -> !given.keys().containsKey(key))
                .toList();
        if (!left.isEmpty()) {
            throw new SealException(source + " is sealed " + file.scope().word() + "; sealed " + scope.word()
                    + ", its other keys would not open any more: " + String.join(", ", left)
                    + "; give all of its keys, or leave --scope out");
        }
        SealedFile empty = Templates.scope(file, scope);
        for (String key : file.values().keySet()) {
            empty = empty.without(key);
        }
        return empty;
    }

    private SealedFile fresh(String namespace, String name, SealScope scope) {
        return Templates.labels(SealedFile.of(namespace, name, type("Opaque"), scope), given.labels());
    }

    /** Values one after the other, each wiped when all that is made from it is there; gives what is to be said of them. */
    private List<String> put(Seals seals) throws IOException {
        Map<String, Plain> values = new LinkedHashMap<>();
        Map<String, KeyKind> kinds = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        try {
            for (String key : given.keys().keySet()) {
                given.kind(key).ifPresent(kind -> kinds.put(key, kind));
            }
            for (String key : given.inOrder()) {
                if (kept(seals.file(), key)) {
                    lines.add("kept       " + where(seals, key) + "  sealed before; --again makes another one");
                    continue;
                }
                Plain value = given.value(key, values, kinds);
                values.put(key, value);
                if (value.bytes().length > MOST_BYTES) {
                    throw new SealException("key " + key + " has " + value.bytes().length
                            + " bytes; a Secret takes 1 MiB at most, all of its keys together");
                }
                boolean sealed = seals.put(key, value, given.behind(key).orElse(value));
                lines.add((sealed ? "sealed     " : "unchanged  ") + where(seals, key));
            }
        } finally {
            values.values().forEach(Plain::close);
        }
        Templates.missing(seals.file()).ifPresent(desk::warn);
        return lines;
    }

    private boolean kept(SealedFile file, String key) {
        return !asked.place.again && given.made(key) && file.values().containsKey(key);
    }

    private static String where(Seals seals, String key) {
        return seals.file().namespace() + "/" + seals.file().name() + "  " + key;
    }

    private String namespace(Optional<String> there) {
        return SecretName.namespace(one(asked.secret.namespace, given.namespace(), there, "--namespace N"));
    }

    private String name(Optional<String> there) {
        return SecretName.name(one(asked.secret.name, given.name(), there, "--name S"));
    }

    private static String one(String option, Optional<String> read, Optional<String> there, String missing) {
        return Optional.of(option)
                .filter(text -> !text.isEmpty())
                .or(() -> read)
                .or(() -> there)
                .orElseThrow(() -> new WrongUse("missing: " + missing));
    }

    private SealScope scope(Optional<SealScope> there) {
        if (asked.secret.scope.isEmpty()) {
            return there.orElse(SealScope.STRICT);
        }
        return Optional.of(asked.secret.scope)
                .flatMap(word -> Arrays.stream(SealScope.values())
                        .filter(scope -> scope.word().equals(word))
                        .findFirst())
                .orElseThrow(() -> new WrongUse("--scope must be strict, namespace-wide or cluster-wide"));
    }

    private String type(String there) {
        return asked.secret.type.isEmpty() ? given.type().orElse(there) : asked.secret.type;
    }
}
