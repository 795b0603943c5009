package dev.hearth.pipeline;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Stated;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.secrets.Ledger;
import dev.hearth.secrets.SealedFile;
import dev.hearth.secrets.SealingCertificate;
import dev.hearth.secrets.SecretsFolder;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What credentials a cluster uses: where each comes from, who uses it, and of what is sealed, for whom and since when. */
final class SecretsList {

    /** One credential in one namespace. */
    private record Row(Credential credential, String namespace, TreeSet<String> users) {}

    private final SecretsFolder folder;
    private final Ledger ledger;
    private final ImmutableList<SealingCertificate> certificates;
    private final LocalDate today;
    private final Map<String, Row> rows = new TreeMap<>();

    SecretsList(Expansion expansion, SecretsFolder folder, LocalDate today) {
        this.folder = folder;
        this.ledger = folder.ledger();
        this.certificates = folder.certificates();
        this.today = today;
        for (Stated<CredentialUse> use : expansion.facts(CredentialUse.class)) {
            Credential credential = use.fact().credential();
            String namespace = use.fact().namespace();
            rows.computeIfAbsent(
                            namespace + "/" + credential.name(),
                            unknown -> new Row(credential, namespace, new TreeSet<>()))
                    .users()
                    .add(use.component());
        }
    }

    /** As {@code text} or {@code json}. */
    List<String> lines(String format) {
        if (format.equals("json")) {
            return List.of(Json.write(json()));
        }
        List<String> lines = new ArrayList<>();
        rows.forEach((name, row) -> {
            lines.add(name + "  " + origin(row.credential()) + ", used by " + String.join(", ", row.users()));
            row.credential().secrets().forEach(entry -> lines.add("  " + entry.key() + "  " + state(row, entry.key())));
        });
        if (rows.isEmpty()) {
            lines.add("the cluster uses no credentials");
        }
        return lines;
    }

    private Sequence json() {
        return Sequence.of(rows.values().stream()
                .map(row -> Mapping.builder()
                        .put("namespace", row.namespace())
                        .put("name", row.credential().name())
                        .put("origin", origin(row.credential()))
                        .put(
                                "usedBy",
                                Sequence.of(row.users().stream().map(Node::text).toList()))
                        .put(
                                "keys",
                                Sequence.of(row.credential().secrets().stream()
                                        .map(entry -> key(row, entry.key()))
                                        .toList()))
                        .build())
                .toList());
    }

    private Mapping key(Row row, String key) {
        Mapping.Builder out = Mapping.builder().put("key", key);
        if (!(row.credential().origin() instanceof Credential.Sealed)) {
            return out.build();
        }
        out.put("sealed", sealed(row, key));
        known(row, key)
                .ifPresent(entry -> out.put("scope", entry.scope().word())
                        .put("certificate", entry.certificate())
                        .put("newest", newest(entry.certificate()))
                        .put("since", entry.sealed().toString()));
        return out.build();
    }

    private static String origin(Credential credential) {
        Credential.Origin origin = credential.origin();
        if (origin instanceof Credential.Sealed sealed) {
            return "sealed " + sealed.scope().word();
        }
        if (origin instanceof Credential.External external) {
            return "external from " + external.store();
        }
        if (origin instanceof Credential.Sops) {
            return "encrypted by SOPS";
        }
        return origin instanceof Credential.Outside ? "made outside" : "from nowhere yet";
    }

    private String state(Row row, String key) {
        if (!(row.credential().origin() instanceof Credential.Sealed)) {
            return "";
        }
        if (!sealed(row, key)) {
            return "not sealed";
        }
        return known(row, key)
                .map(entry -> "sealed " + ago(entry) + " for " + SealingCertificate.shortly(entry.certificate())
                        + (newest(entry.certificate()) ? "" : ", which is not the newest certificate"))
                .orElse("sealed, the ledger does not know when");
    }

    private String ago(Ledger.Entry entry) {
        long days = ChronoUnit.DAYS.between(entry.sealed(), today);
        return days <= 0 ? "today" : days == 1 ? "yesterday" : days + " days ago";
    }

    private boolean newest(String fingerprint) {
        return !certificates.isEmpty() && certificates.get(0).fingerprint().equals(fingerprint);
    }

    private boolean sealed(Row row, String key) {
        return file(row).filter(file -> file.values().containsKey(key)).isPresent();
    }

    private Optional<SealedFile> file(Row row) {
        return folder.sealed(row.namespace(), row.credential().name());
    }

    private Optional<Ledger.Entry> known(Row row, String key) {
        Ledger.Place place = new Ledger.Place(row.namespace(), row.credential().name(), key);
        return ledger.at(place)
                .filter(entry -> file(row)
                        .flatMap(file -> file.value(key))
                        .filter(entry::isOf)
                        .isPresent());
    }
}
