package dev.hearth.secrets.place;

import dev.hearth.findings.Finding;
import dev.hearth.secrets.Ledger;
import dev.hearth.secrets.SealException;
import dev.hearth.secrets.SealedFile;
import dev.hearth.secrets.SealingCertificate;
import dev.hearth.secrets.SecretsFolder;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is wrong with a folder of secrets, as far as that can be known without a key: by its ledger and its certificates.
 *
 * <p>Findings: {@code secret.moved}, {@code secret.ledger}, {@code secret.certificate}, {@code secret.stale}, {@code secret.backup},
 * {@code secret.unused}, {@code secret.file}.
 */
final class FolderFindings {

    private static final int SOON = 30;
    private static final int LONG_AGO = 365;

    private final SecretsFolder folder;
    private final Optional<LocalDate> today;
    private final String keeper;
    private final List<Finding> findings = new ArrayList<>();
    private Ledger ledger = Ledger.empty();
    private List<SealingCertificate> certificates = List.of();

    /** Of that folder; {@code keeper} is who keeps the keys, the subject of what is said of them. */
    FolderFindings(SecretsFolder folder, Optional<LocalDate> today, String keeper) {
        this.folder = folder;
        this.today = today;
        this.keeper = keeper;
    }

    /** Of the files that were placed, and of the others: {@code used} has the namespaces and names of all sealed credentials. */
    List<Finding> of(List<SealedFile> placed, Set<String> used) {
        try {
            ledger = folder.ledger();
            certificates = folder.certificates();
        } catch (SealException wrong) {
            findings.add(Finding.error("secret.file", "folder " + folder.path(), String.valueOf(wrong.getMessage()))
                    .hint("mend the file"));
            return findings;
        }
        placed.forEach(this::file);
        if (!placed.isEmpty()) {
            certificate();
        }
        unused(used);
        return findings;
    }

    private void file(SealedFile file) {
        Map<String, Ledger.Place> elsewhere = byText();
        TreeSet<String> unknown = new TreeSet<>();
        TreeMap<String, String> foreign = new TreeMap<>();
        TreeSet<String> stale = new TreeSet<>();
        file.values().forEach((key, text) -> {
            Ledger.Place place = new Ledger.Place(file.namespace(), file.name(), key);
            String hash = Ledger.fingerprint(text);
            Ledger.Entry entry = ledger.values().get(place);
            if (entry == null || !entry.text().equals(hash)) {
                Ledger.Place from = elsewhere.get(hash);
                if (from != null && !opens(file, from)) {
                    findings.add(moved(file, key, from));
                } else {
                    unknown.add(key);
                }
                return;
            }
            if (entry.scope() != file.scope()) {
                findings.add(Finding.error(
                                "secret.moved",
                                subject(file),
                                "the value of " + key + " is sealed "
                                        + entry.scope().word()
                                        + ", but the annotations of the file say "
                                        + file.scope().word()
                                        + "; the controller would not open it")
                        .hint("put the annotations back, or seal the value again"));
            }
            if (certificates.stream().noneMatch(known -> known.fingerprint().equals(entry.certificate()))) {
                foreign.put(key, entry.certificate());
            } else if (!certificates.get(0).fingerprint().equals(entry.certificate())) {
                stale.add(key);
            }
        });
        if (!unknown.isEmpty()) {
            findings.add(Finding.info(
                            "secret.ledger",
                            subject(file),
                            "the ledger does not know the sealed values of " + String.join(", ", unknown)
                                    + ", so nobody can say for which certificate and when they were sealed")
                    .hint("leave it so, or seal them again with hearth seal"));
        }
        if (!foreign.isEmpty()) {
            findings.add(Finding.warning(
                            "secret.certificate",
                            subject(file),
                            "values are sealed for a certificate that " + path(SecretsFolder.CERTIFICATES)
                                    + " does not have: " + String.join(", ", foreign.keySet()))
                    .hint("add the certificate, or seal them again for one that is there"));
        }
        if (!stale.isEmpty()) {
            findings.add(Finding.warning(
                            "secret.stale",
                            subject(file),
                            "values are sealed for an older certificate than the newest in "
                                    + path(SecretsFolder.CERTIFICATES) + ": " + String.join(", ", stale)
                                    + "; the controller opens them for as long as it has that key")
                    .hint(
                            "seal them again with hearth seal --re-encrypt and a backup of the keys, or anew with hearth seal --all"
                                    + " --replace"));
        }
    }

    /** Places of the ledger by the hash of what was sealed there. */
    private Map<String, Ledger.Place> byText() {
        Map<String, Ledger.Place> places = new HashMap<>();
        ledger.values().forEach((place, entry) -> places.putIfAbsent(entry.text(), place));
        return places;
    }

    private boolean opens(SealedFile file, Ledger.Place from) {
        Ledger.Entry entry = ledger.values().get(from);
        return entry != null
                && entry.scope() == file.scope()
                && switch (entry.scope()) {
                    case STRICT ->
                        from.namespace().equals(file.namespace()) && from.name().equals(file.name());
                    case NAMESPACE_WIDE -> from.namespace().equals(file.namespace());
                    case CLUSTER_WIDE -> true;
                };
    }

    private Finding moved(SealedFile file, String key, Ledger.Place from) {
        Ledger.Entry entry = ledger.values().get(from);
        return Finding.error(
                        "secret.moved",
                        subject(file),
                        "the value of " + key + " is sealed "
                                + (entry == null ? "" : entry.scope().word() + " ") + "for "
                                + from.namespace() + "/" + from.name()
                                + "; under another name or namespace the controller does"
                                + " not open it")
                .hint("move it back, or seal the value again for its new place");
    }

    private void certificate() {
        String subject = path(SecretsFolder.CERTIFICATES);
        if (certificates.isEmpty()) {
            findings.add(Finding.warning(
                            "secret.certificate", subject, "there is no certificate, so nobody can seal another value")
                    .hint("fetch the controller's certificate; the bootstrap page has the command"));
            return;
        }
        SealingCertificate newest = certificates.get(0);
        today.ifPresent(day -> {
            LocalDate until = newest.until().atZone(ZoneOffset.UTC).toLocalDate();
            if (until.isBefore(day)) {
                findings.add(Finding.warning(
                                "secret.certificate",
                                subject,
                                "the newest certificate expired on " + until
                                        + "; what is sealed still opens, but nothing is sealed for it any more")
                        .hint("fetch the controller's newest certificate and add it with hearth seal --cert"));
            } else if (until.isBefore(day.plusDays(SOON))) {
                findings.add(Finding.warning(
                                "secret.certificate", subject, "the newest certificate expires on " + until)
                        .hint("let the controller make a new key, and add its certificate with hearth seal --cert"));
            }
        });
        backup(newest);
    }

    private void backup(SealingCertificate newest) {
        LocalDate proven = ledger.backups().get(newest.fingerprint());
        String key = "the key of the newest certificate in " + path(SecretsFolder.CERTIFICATES);
        if (proven == null) {
            findings.add(Finding.warning(
                            "secret.backup",
                            keeper,
                            "no backup of " + key
                                    + " was ever shown to open what is sealed; if the cluster is lost, so are"
                                    + " all sealed values")
                    .hint("back the controller's keys up and prove it with hearth unseal --check --key FILE --folder "
                            + folder.path()));
        } else if (today.filter(day -> proven.plusDays(LONG_AGO).isBefore(day)).isPresent()) {
            findings.add(Finding.warning(
                            "secret.backup",
                            keeper,
                            "a backup of " + key + " was last shown to open what is sealed on " + proven)
                    .hint("prove it again with hearth unseal --check --key FILE --folder " + folder.path()));
        }
    }

    private void unused(Set<String> used) {
        List<SealedFile> all;
        try {
            all = folder.sealed();
        } catch (SealException wrong) {
            findings.add(Finding.error("secret.file", "folder " + folder.path(), String.valueOf(wrong.getMessage()))
                    .hint("mend the file, or take it away"));
            return;
        }
        for (SealedFile file : all) {
            if (!used.contains(file.namespace() + "/" + file.name())) {
                findings.add(Finding.warning(
                                "secret.unused",
                                subject(file),
                                "it is sealed in " + folder.path() + ", but no component of the cluster uses it there")
                        .hint("remove the file, or say .from(Credential.sealed()) of the credential that it is for"));
            }
        }
    }

    private static String subject(SealedFile file) {
        return "Secret " + file.namespace() + "/" + file.name();
    }

    private String path(String file) {
        return folder.path() + "/" + file;
    }
}
