package dev.hearth.secrets;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.SealScope;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Seals what the credentials of a cluster lack: makes the values that nobody needs to know, asks for those that only a person
 * knows, and leaves alone what is sealed already.
 *
 * <p>What is sealed cannot be read back. So a generated value that one namespace has and another lacks is made anew only when
 * that is asked for, because whatever uses it now would have to follow.
 */
public final class SealAll {

    /** What of that which is sealed already is made or asked for anew. */
    public enum Replace {
        /** Nothing. */
        NOTHING,
        /**
         * What was sealed for another certificate, or for one that nobody knows of: so a run may be repeated. Of the
         * certificates the folder then knows this one alone, unless only some of the credentials are meant.
         */
        FOREIGN,
        /** Everything, as after a leak. */
        ALL
    }

    /**
     * How it is done.
     *
     * @param sealer for the cluster's newest certificate
     * @param values makes what nobody needs to know
     * @param marks the key by which an unchanged value is known; without one each value that is asked for is sealed again
     * @param today the day that the ledger notes
     * @param replace what of that which is sealed already is made or asked for anew
     * @param only the names of the credentials that are meant; all where it is empty
     * @param answers what only a person knows
     */
    public record Settings(
            Sealer sealer,
            Values values,
            Optional<MarkKey> marks,
            LocalDate today,
            Replace replace,
            ImmutableSet<String> only,
            Answers answers) {}

    /**
     * What came of it.
     *
     * @param folder the folder of secrets as it is to be
     * @param done a line for each credential, for people
     * @param undone a line for each that is still not sealed, with what to do
     */
    public record Outcome(SecretsFolder folder, ImmutableList<String> done, ImmutableList<String> undone) {}

    private final Settings settings;
    private final List<String> done = new ArrayList<>();
    private final List<String> undone = new ArrayList<>();
    private SecretsFolder folder;
    private Ledger ledger;

    private SealAll(Settings settings, SecretsFolder folder) {
        this.settings = settings;
        this.folder = folder;
        this.ledger = folder.ledger();
    }

    /**
     * Seals for those needs into that folder.
     *
     * @throws SealException where a file of the folder cannot be read
     */
    public static Outcome run(Collection<SealNeed> needs, SecretsFolder folder, Settings settings) {
        SealingCertificate certificate = settings.sealer().certificate();
        // By its age a certificate of another cluster may be the newest, and later runs would seal for that one.
        boolean own = settings.replace() == Replace.FOREIGN && settings.only().isEmpty();
        SealAll run = new SealAll(settings, own ? folder.only(certificate) : folder.with(certificate));
        needs.stream()
                .filter(need -> settings.only().isEmpty()
                        || settings.only().contains(need.credential().name()))
                .forEach(run::seal);
        return new Outcome(
                run.folder.with(run.ledger), ImmutableList.copyOf(run.done), ImmutableList.copyOf(run.undone));
    }

    private void seal(SealNeed need) {
        Set<String> wanted = new LinkedHashSet<>();
        List<String> stuck = new ArrayList<>();
        for (Credential.Entry entry : need.credential().secrets()) {
            List<String> lacking = need.namespaces().stream()
                    .filter(namespace -> settings.replace() == Replace.ALL || !sealed(need, namespace, entry.key()))
                    .toList();
            if (lacking.isEmpty()) {
                continue;
            }
            boolean everywhere = lacking.size() == need.namespaces().size();
            if (everywhere && derivable(need, entry)) {
                wanted.add(entry.key());
            } else if (!everywhere && need.scope() == SealScope.CLUSTER_WIDE) {
                copy(need, entry.key(), lacking);
            } else if (!everywhere && entry instanceof Credential.Asked) {
                wanted.add(entry.key());
            } else {
                stuck.add(entry.key());
            }
        }
        // What is derived from a key goes with it, sealed already or not.
        need.credential().secrets().stream()
                .filter(entry -> entry.of().filter(wanted::contains).isPresent())
                .forEach(entry -> wanted.add(entry.key()));
        if (!stuck.isEmpty()) {
            undone.add(stuck(need, stuck));
        }
        if (wanted.isEmpty()) {
            if (stuck.isEmpty()) {
                done.add(need.credential().name() + ": sealed already in " + String.join(", ", need.namespaces()));
            }
            return;
        }
        make(need, wanted);
    }

    /** Whether the value can be made: what is derived from a private key needs one that is made with it. */
    private boolean derivable(SealNeed need, Credential.Entry entry) {
        return entry.of().isEmpty()
                || settings.replace() == Replace.ALL
                || need.namespaces().stream()
                        .noneMatch(
                                namespace -> sealed(need, namespace, entry.of().get()));
    }

    private boolean sealed(SealNeed need, String namespace, String key) {
        return file(need, namespace)
                .filter(file -> file.scope() == need.scope())
                .flatMap(file -> file.value(key))
                .filter(text -> settings.replace() != Replace.FOREIGN
                        || ours(new Ledger.Place(namespace, need.credential().name(), key), text))
                .isPresent();
    }

    /** Whether that value is known to be sealed for this certificate. */
    private boolean ours(Ledger.Place place, String text) {
        return ledger.at(place)
                .filter(entry -> entry.isOf(text))
                .filter(entry -> entry.certificate()
                        .equals(settings.sealer().certificate().fingerprint()))
                .isPresent();
    }

    private Optional<SealedFile> file(SealNeed need, String namespace) {
        return folder.sealed(namespace, need.credential().name());
    }

    private static String stuck(SealNeed need, List<String> keys) {
        String name = need.credential().name();
        return name + ": " + String.join(", ", keys) + " is sealed in a part of " + String.join(", ", need.namespaces())
                + " alone, and what is sealed cannot be read; make it anew everywhere with --only " + name
                + " --replace, or give the credential the scope cluster-wide";
    }

    private void copy(SealNeed need, String key, List<String> namespaces) {
        String name = need.credential().name();
        String from = need.namespaces().stream()
                .filter(namespace -> !namespaces.contains(namespace))
                .findFirst()
                .orElseThrow();
        String text = requireNonNull(file(need, from).orElseThrow().values().get(key), key);
        for (String namespace : namespaces) {
            put(need, namespace, key, text);
            Ledger.Entry known = ledger.values().get(new Ledger.Place(from, name, key));
            if (known != null) {
                // A mark is of one place, and the value is not known here.
                ledger = ledger.with(
                        new Ledger.Place(namespace, name, key),
                        new Ledger.Entry(
                                known.scope(), known.certificate(), known.sealed(), known.text(), Optional.empty()));
            }
        }
        done.add(name + ": copied " + key + " from " + from + " to " + String.join(", ", namespaces));
    }

    private void make(SealNeed need, Set<String> wanted) {
        Credential credential = need.credential();
        Values.Made made;
        try {
            made = settings.values().made(credential.keeping(wanted), settings.today(), settings.answers());
        } catch (SealException useless) {
            undone.add(String.valueOf(useless.getMessage()));
            return;
        }
        if (!made.missing().isEmpty()) {
            made.close();
            undone.add(credential.name() + ": nobody said what is to be sealed for " + String.join(", ", made.missing())
                    + "; run this where it can be asked, or give --value " + credential.name() + "/"
                    + made.missing().iterator().next() + "=@FILE");
            return;
        }
        List<String> refused = new ArrayList<>();
        Set<String> fresh = new LinkedHashSet<>();
        try (made) {
            for (Map.Entry<String, Plain> value : made.values().entrySet()) {
                if (differs(need, value.getKey(), value.getValue())) {
                    refused.add(value.getKey());
                    continue;
                }
                for (String namespace : need.namespaces()) {
                    if (sealOne(need, namespace, value.getKey(), value.getValue())) {
                        fresh.add(value.getKey());
                    }
                }
            }
        }
        if (!refused.isEmpty()) {
            undone.add(credential.name() + ": the value given for " + String.join(", ", refused)
                    + " is not the one that is sealed in another namespace; give the same one, or replace it everywhere with"
                    + " --only " + credential.name() + " --replace");
        }
        done.add(credential.name() + ": "
                + (fresh.isEmpty()
                        ? "unchanged in "
                        : "sealed "
                                + fresh.stream()
                                        .map(key -> key + how(credential, key))
                                        .collect(Collectors.joining(", "))
                                + " in ")
                + String.join(", ", need.namespaces()));
    }

    private static String how(Credential credential, String key) {
        Credential.Entry entry = credential.entry(key);
        return entry instanceof Credential.Asked
                        || entry instanceof Credential.PasswordFile
                        || entry instanceof Credential.DockerConfig
                ? " (as given)"
                : " (made, never shown)";
    }

    /** Whether the ledger knows, by its marks, that another namespace has another value. */
    private boolean differs(SealNeed need, String key, Plain value) {
        boolean asked = need.credential().entry(key) instanceof Credential.Asked;
        if (!asked || settings.replace() != Replace.NOTHING || settings.marks().isEmpty()) {
            return false;
        }
        MarkKey marks = settings.marks().get();
        return need.namespaces().stream()
                .map(namespace -> new Ledger.Place(namespace, need.credential().name(), key))
                .anyMatch(place -> Optional.ofNullable(ledger.values().get(place))
                        .flatMap(Ledger.Entry::mark)
                        .filter(marks::made)
                        .filter(mark -> !mark.equals(marks.mark(place, value)))
                        .isPresent());
    }

    private boolean sealOne(SealNeed need, String namespace, String key, Plain value) {
        String name = need.credential().name();
        Ledger.Place place = new Ledger.Place(namespace, name, key);
        Optional<String> mark = settings.marks().map(marks -> marks.mark(place, value));
        String fingerprint = settings.sealer().certificate().fingerprint();
        Ledger.Entry known = ledger.values().get(place);
        if (known != null
                && mark.isPresent()
                && known.mark().equals(mark)
                && known.scope() == need.scope()
                && known.certificate().equals(fingerprint)
                && sealed(need, namespace, key)) {
            return false;
        }
        String text = settings.sealer().seal(value, need.scope(), namespace, name);
        put(need, namespace, key, text);
        ledger = ledger.with(
                place, new Ledger.Entry(need.scope(), fingerprint, settings.today(), Ledger.fingerprint(text), mark));
        return true;
    }

    private void put(SealNeed need, String namespace, String key, String text) {
        SealedFile file = file(need, namespace)
                .filter(found -> found.scope() == need.scope())
                .orElseGet(() -> SealedFile.of(
                        namespace, need.credential().name(), need.credential().type(), need.scope()));
        folder = folder.with(file.with(key, text));
    }
}
