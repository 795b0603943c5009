package dev.hearth.cli;

import static java.time.temporal.ChronoUnit.DAYS;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.SealScope;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Null;
import dev.hearth.manifest.Sequence;
import dev.hearth.secrets.Ledger;
import dev.hearth.secrets.SealedFile;
import dev.hearth.secrets.SealingCertificate;
import dev.hearth.secrets.SecretsFolder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is known of a folder of secrets without opening anything. */
record SecretsList(String folder, ImmutableList<Certificate> certificates, ImmutableList<Sealed> values) {

    /** A certificate of the folder. */
    record Certificate(String fingerprint, LocalDate from, LocalDate until, String state, Optional<LocalDate> proven) {}

    /** A sealed value. */
    record Sealed(
            Ledger.Place place,
            SealScope scope,
            Optional<String> certificate,
            String state,
            Optional<LocalDate> sealed,
            Optional<Long> age,
            String ledger,
            Optional<LocalDate> proven) {}

    static SecretsList of(SecretsFolder folder, Instant now) {
        Ledger ledger = folder.ledger();
        List<SealingCertificate> known = folder.certificates();
        ImmutableList.Builder<Certificate> certificates = ImmutableList.builder();
        for (SealingCertificate one : known) {
            certificates.add(new Certificate(
                    one.fingerprint(),
                    Certificates.day(one.from()),
                    Certificates.day(one.until()),
                    one.expired(now) ? "expired" : one.equals(known.get(0)) ? "newest" : "old",
                    Optional.ofNullable(ledger.backups().get(one.fingerprint()))));
        }
        ImmutableList<Certificate> states = certificates.build();
        ImmutableList.Builder<Sealed> values = ImmutableList.builder();
        for (SealedFile file : folder.sealed()) {
            file.values().forEach((key, text) -> values.add(sealed(file, key, text, ledger, states, now)));
        }
        return new SecretsList(folder.path(), states, values.build());
    }

    private static Sealed sealed(
            SealedFile file, String key, String text, Ledger ledger, List<Certificate> certificates, Instant now) {
        Ledger.Place place = new Ledger.Place(file.namespace(), file.name(), key);
        Optional<Ledger.Entry> entry = ledger.at(place);
        Optional<Ledger.Entry> known = entry.filter(one -> one.isOf(text));
        Optional<Certificate> certificate = known.flatMap(one -> certificates.stream()
                .filter(other -> other.fingerprint().equals(one.certificate()))
                .findFirst());
        return new Sealed(
                place,
                file.scope(),
                known.map(Ledger.Entry::certificate),
                certificate.map(Certificate::state).orElse("unknown"),
                known.map(Ledger.Entry::sealed),
                known.map(one -> DAYS.between(one.sealed(), Certificates.day(now))),
                known.isPresent() ? "known" : entry.isPresent() ? "changed" : "elsewhere",
                known.flatMap(one -> Optional.ofNullable(ledger.backups().get(one.certificate()))));
    }

    String text() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("VALUE", "SCOPE", "CERTIFICATE", "AGE", "BACKUP", ""));
        for (Sealed value : values) {
            rows.add(List.of(
                    value.place().toString(),
                    value.scope().word(),
                    value.certificate()
                                    .map(SealingCertificate::shortly)
                                    .map(text -> text + " ")
                                    .orElse("")
                            + value.state(),
                    value.age()
                            .map(days -> days + (days == 1 ? " day" : " days"))
                            .orElse("?"),
                    value.proven().map(LocalDate::toString).orElse("not proven"),
                    value.ledger().equals("known") ? "" : value.ledger()));
        }
        StringBuilder out = new StringBuilder(values.isEmpty() ? "nothing is sealed in " + folder + "\n" : "");
        table(values.isEmpty() ? List.of() : rows, out);
        out.append(out.isEmpty() ? "" : "\n");
        for (Certificate one : certificates) {
            out.append("certificate ")
                    .append(SealingCertificate.shortly(one.fingerprint()))
                    .append(' ')
                    .append(one.state())
                    .append(", good until ")
                    .append(one.until())
                    .append(", backup ")
                    .append(one.proven()
                            .map(day -> "proven on " + day)
                            .orElse("not proven: hearth unseal --check --key FILE"))
                    .append('\n');
        }
        return out.toString();
    }

    private static void table(List<List<String>> rows, StringBuilder out) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream()
                        .mapToInt(other -> other.get(at).length())
                        .max()
                        .orElse(0);
                line.append(Strings.padEnd(row.get(column), width + 2, ' '));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }

    String json() {
        return Json.pretty(Mapping.builder()
                .put("folder", folder)
                .put(
                        "certificates",
                        Sequence.of(certificates.stream().map(SecretsList::node).toList()))
                .put(
                        "values",
                        Sequence.of(values.stream().map(SecretsList::node).toList()))
                .build());
    }

    private static Mapping node(Certificate one) {
        return Mapping.builder()
                .put("fingerprint", one.fingerprint())
                .put("from", one.from().toString())
                .put("until", one.until().toString())
                .put("state", one.state())
                .put("proven", text(one.proven()))
                .build();
    }

    private static Mapping node(Sealed value) {
        return Mapping.builder()
                .put("namespace", value.place().namespace())
                .put("name", value.place().name())
                .put("key", value.place().key())
                .put("scope", value.scope().word())
                .put("certificate", text(value.certificate()))
                .put("state", value.state())
                .put("sealed", text(value.sealed()))
                .put("age", value.age().<Node>map(Node::number).orElse(Null.NULL))
                .put("ledger", value.ledger())
                .put("proven", text(value.proven()))
                .build();
    }

    private static Node text(Optional<?> value) {
        return value.<Node>map(one -> Node.text(one.toString())).orElse(Null.NULL);
    }
}
