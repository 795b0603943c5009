package dev.hearth.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Names;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that is in a folder of secrets, as a value: {@code <namespace>/<name>.yaml} a SealedSecret each,
 * {@code <namespace>/<name>.sops.yaml} a file encrypted by SOPS each, {@code sealing.pem} the certificates, newest first, and
 * {@code ledger}.
 *
 * @param path where it is, relative to the root, for messages
 * @param files its files by their path within it, with {@code /}
 */
public record SecretsFolder(String path, ImmutableSortedMap<String, byte[]> files) {

    public static final String CERTIFICATES = "sealing.pem";
    public static final String LEDGER = "ledger";

    /** What Git has to know of these files; left as it is where somebody wrote one. */
    public static final String GIT = ".gitattributes";

    private static final String SEALED = ".yaml";
    private static final String SOPS = ".sops.yaml";

    /** Lines of a ledger are independent of each other, and what SOPS authenticates must keep its line ends. */
    private static final String ATTRIBUTES = "* -text\n/" + LEDGER + " merge=union\n";

    private static final Comparator<SealingCertificate> NEWEST_FIRST =
            Comparator.comparing(SealingCertificate::from).reversed().thenComparing(SealingCertificate::fingerprint);

    public SecretsFolder {
        requireNonNull(path, "path");
        requireNonNull(files, "files");
    }

    public static SecretsFolder empty(String path) {
        return new SecretsFolder(path, ImmutableSortedMap.of());
    }

    /** Those files. */
    public static SecretsFolder of(String path, Map<String, byte[]> files) {
        return new SecretsFolder(path, ImmutableSortedMap.copyOf(files));
    }

    /**
     * The SealedSecret of that namespace and name.
     *
     * @throws SealException where the file is none, or says another name
     */
    public Optional<SealedFile> sealed(String namespace, String name) {
        String file = namespace + "/" + name + SEALED;
        // Its path would be that of a file of SOPS.
        return isSops(file) || !files.containsKey(file) ? Optional.empty() : Optional.of(sealedAt(file));
    }

    /**
     * All SealedSecrets, by path.
     *
     * @throws SealException where one of the files is none, or says another name than its path
     */
    public ImmutableList<SealedFile> sealed() {
        return sealedPaths().stream().map(this::sealedAt).collect(ImmutableList.toImmutableList());
    }

    /** The paths within this folder of what should be SealedSecrets. */
    public ImmutableList<String> sealedPaths() {
        return files.keySet().stream().filter(SecretsFolder::isSealed).collect(ImmutableList.toImmutableList());
    }

    /** The file that SOPS encrypted, as it is. */
    public Optional<byte[]> sops(String namespace, String name) {
        return Optional.ofNullable(files.get(namespace + "/" + name + SOPS)).map(byte[]::clone);
    }

    /** The paths within this folder of what should be files encrypted by SOPS. */
    public ImmutableList<String> sopsPaths() {
        return files.keySet().stream().filter(SecretsFolder::isSops).collect(ImmutableList.toImmutableList());
    }

    /** Where a SealedSecret of that namespace and name is in a folder at that path, for messages. */
    public String place(String namespace, String name) {
        return path + "/" + namespace + "/" + name + SEALED;
    }

    /** The certificates of {@code sealing.pem}, the newest first; empty where there is no such file. */
    public ImmutableList<SealingCertificate> certificates() {
        byte[] pem = files.get(CERTIFICATES);
        return pem == null ? ImmutableList.of() : sorted(SealingCertificate.read(pem, path + "/" + CERTIFICATES));
    }

    /** What is known of the values here; {@link Ledger#empty} where there is no such file. */
    public Ledger ledger() {
        byte[] text = files.get(LEDGER);
        String source = path + "/" + LEDGER;
        return text == null ? Ledger.empty() : Ledger.read(text(text, source), source, this::isOf);
    }

    private boolean isOf(Ledger.Place place, Ledger.Entry entry) {
        try {
            return sealed(place.namespace(), place.name())
                    .flatMap(file -> file.value(place.key()))
                    .filter(entry::isOf)
                    .isPresent();
        } catch (SealException unreadable) {
            // Told when that file is asked for.
            return false;
        }
    }

    /**
     * A copy with that SealedSecret at its place.
     *
     * @throws SealException where Kubernetes allows no such namespace or name, or it would lie where files of SOPS do
     */
    public SecretsFolder with(SealedFile file) {
        String at = file.namespace() + "/" + file.name() + SEALED;
        requireNames(path + "/" + at, file.namespace(), file.name());
        if (isSops(at)) {
            throw new SealException("SealedSecret " + file.namespace() + "/" + file.name() + " cannot be kept in "
                    + path + ": " + at + " would be a file of SOPS; give it another name");
        }
        return with(at, file.bytes());
    }

    /** A copy with that ledger, and with what Git has to know to merge it. */
    public SecretsFolder with(Ledger ledger) {
        SecretsFolder copy = with(LEDGER, ledger.text().getBytes(UTF_8));
        return files.containsKey(GIT) ? copy : copy.with(GIT, ATTRIBUTES.getBytes(UTF_8));
    }

    /** A copy that knows that certificate too, at the place that its age gives it: the newest is the first. */
    public SecretsFolder with(SealingCertificate certificate) {
        List<SealingCertificate> all = new ArrayList<>(certificates());
        if (all.stream().anyMatch(known -> known.fingerprint().equals(certificate.fingerprint()))) {
            return this;
        }
        all.add(certificate);
        return with(all);
    }

    /** A copy that knows that certificate and no other. */
    public SecretsFolder only(SealingCertificate certificate) {
        return certificates().equals(List.of(certificate)) ? this : with(List.of(certificate));
    }

    private SecretsFolder with(List<SealingCertificate> certificates) {
        String pem = sorted(certificates).stream().map(SealingCertificate::pem).collect(Collectors.joining());
        return with(CERTIFICATES, pem.getBytes(UTF_8));
    }

    private SecretsFolder with(String file, byte[] bytes) {
        Map<String, byte[]> copy = new TreeMap<>(files);
        copy.put(file, bytes);
        return of(path, copy);
    }

    private SealedFile sealedAt(String at) {
        String source = path + "/" + at;
        int slash = at.indexOf('/');
        String namespace = at.substring(0, slash);
        String name = at.substring(slash + 1, at.length() - SEALED.length());
        requireNames(source, namespace, name);
        SealedFile file = SealedFile.read(requireNonNull(files.get(at)), source);
        if (!file.namespace().equals(namespace) || !file.name().equals(name)) {
            throw new SealException(source + " should be the SealedSecret " + namespace + "/" + name
                    + " by its path, but says it is "
                    + (file.namespace().isEmpty() ? "" : file.namespace() + "/") + file.name()
                    + (file.namespace().isEmpty() ? " without a namespace" : "")
                    + ", and what is sealed may open under one name only; move it to the path of its name, or seal its values"
                    + " anew");
        }
        return file;
    }

    private static boolean isSealed(String file) {
        return file.endsWith(SEALED) && !isSops(file) && inNamespace(file);
    }

    private static boolean isSops(String file) {
        return file.endsWith(SOPS) && inNamespace(file);
    }

    private static boolean inNamespace(String file) {
        return file.indexOf('/') > 0 && file.indexOf('/') == file.lastIndexOf('/');
    }

    private static void requireNames(String source, String namespace, String name) {
        try {
            Names.label("namespace", namespace);
            Names.subdomain("name", name);
        } catch (IllegalArgumentException unfit) {
            throw new SealException(source + " is no place for a SealedSecret: " + unfit.getMessage()
                    + "; it belongs at <namespace>/<name>.yaml");
        }
    }

    private static ImmutableList<SealingCertificate> sorted(List<SealingCertificate> certificates) {
        Map<String, SealingCertificate> once = new TreeMap<>();
        certificates.forEach(certificate -> once.put(certificate.fingerprint(), certificate));
        return ImmutableList.sortedCopyOf(NEWEST_FIRST, once.values());
    }

    private static String text(byte[] bytes, String source) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException noText) {
            throw new SealException(source + " is no text in UTF-8; bring back the file that Git has");
        }
    }
}
