package dev.hearth.checks.validation;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.base.Utf8;
import dev.hearth.checks.rule.Field;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the API server asks of the security options of Windows containers.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/configure-pod-container/configure-runasusername/">RunAsUserName</a>
 * @see <a href="https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/">HostProcess Pod</a>
 */
final class WindowsOptions {

    private static final int LONGEST_CREDENTIAL_SPEC = 64 * 1024;
    private static final int LONGEST_DOMAIN = 255;
    private static final int LONGEST_USER = 104;
    private static final Pattern NET_BIOS = Pattern.compile("[^\\\\/:*?\"<>|.][^\\\\/:*?\"<>|]{0,14}");
    private static final Pattern DNS = Pattern.compile(
            "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*");
    private static final CharMatcher NO_USER = CharMatcher.anyOf("\"/\\:;|=,+*?<>@[]");
    private static final CharMatcher DOTS_AND_SPACES = CharMatcher.anyOf(". ");
    private static final CharMatcher CONTROL = CharMatcher.inRange('\0', '\37').or(CharMatcher.is('\177'));
    private static final Splitter BACKSLASH = Splitter.on('\\');

    private WindowsOptions() {}

    static void validate(Field options, Faults faults) {
        Field name = options.get("gmsaCredentialSpecName");
        if (name.present()) {
            faults.form(name, Syntax::subdomain);
        }
        Field spec = options.get("gmsaCredentialSpec");
        if (spec.present()) {
            int length = Utf8.encodedLength(spec.textOrEmpty());
            if (length == 0 || length > LONGEST_CREDENTIAL_SPEC) {
                faults.invalid(spec, "must have 1 to " + LONGEST_CREDENTIAL_SPEC + " bytes");
            }
        }
        if (options.get("runAsUserName").present()) {
            faults.form(options.get("runAsUserName"), WindowsOptions::userName);
        }
    }

    private static Optional<String> userName(String name) {
        List<String> parts = BACKSLASH.splitToList(name);
        if (name.isEmpty() || CONTROL.matchesAnyOf(name) || parts.size() > 2) {
            return Optional.of(
                    "must be a user name, without control characters, after a domain and '\\' if it has one");
        }
        return parts.size() == 1 ? user(name) : domain(parts.get(0)).or(() -> user(parts.get(1)));
    }

    private static Optional<String> domain(String domain) {
        boolean good = domain.length() <= LONGEST_DOMAIN
                && (NET_BIOS.matcher(domain).matches() || DNS.matcher(domain).matches());
        return good ? Optional.empty() : Optional.of("must have a NetBIOS or DNS name before the '\\'");
    }

    private static Optional<String> user(String user) {
        boolean good = !user.isEmpty()
                && user.length() <= LONGEST_USER
                && !DOTS_AND_SPACES.matchesAllOf(user)
                && NO_USER.matchesNoneOf(user);
        return good
                ? Optional.empty()
                : Optional.of("must have 1 to 104 characters for the user, not only dots and spaces and none of"
                        + " \"/\\:;|=,+*?<>@[]");
    }

    /** Processes of the node: all containers of a pod or none, and in the network of the node. */
    static void pod(PodScope scope) {
        Faults faults = scope.faults();
        Field ofPod = hostProcess(scope.spec());
        int all = 0;
        int ofNode = 0;
        for (Field container : scope.allContainers()) {
            Field own = hostProcess(container);
            if (ofPod.present() && own.present() && ofPod.isTrue() != own.isTrue()) {
                faults.invalid(own, "must be as the pod has it");
            }
            all++;
            ofNode += own.isTrue() || (!own.present() && ofPod.isTrue()) ? 1 : 0;
        }
        if (ofNode > 0 && ofNode != all) {
            faults.invalid(scope.spec(), "must have hostProcess in all containers or in none");
        }
        if (ofNode > 0 && !scope.hostNetwork()) {
            faults.invalid(scope.spec().get("hostNetwork"), "must be true where a container is a hostProcess");
        }
    }

    private static Field hostProcess(Field of) {
        return of.get("securityContext", "windowsOptions", "hostProcess");
    }
}
