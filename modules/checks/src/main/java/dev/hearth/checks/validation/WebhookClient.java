package dev.hearth.checks.validation;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the API server reaches a webhook: a URL or a Service, and the versions of the question that it understands.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/">Dynamic
 *     admission control</a>
 */
final class WebhookClient {

    private static final ImmutableSet<String> REVIEWS = ImmutableSet.of("v1", "v1beta1");
    private static final Splitter SLASHES = Splitter.on('/');
    private static final CharMatcher CONTROL = CharMatcher.javaIsoControl();
    private static final Pattern URL =
            Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)" + "(?:\\?([^#]*))?(?:#(.*))?");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern HOST = Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]<>\"\\s%]*)(:\\d*)?");

    private WebhookClient() {}

    static void config(Field config, Faults faults) {
        Field url = config.get("url");
        Field service = config.get("service");
        if (url.present() == service.present()) {
            faults.required(config, "must have a url or a service, and not both");
        } else if (url.present()) {
            url(url, faults);
        } else {
            service(service, faults);
        }
    }

    private static void url(Field field, Faults faults) {
        String text = field.textOrEmpty();
        Matcher url = URL.matcher(text);
        if (!readable(text, url)) {
            faults.required(field, "must be a URL, like https://host/path");
            return;
        }
        String authority = url.group(2) == null ? "" : url.group(2);
        if (!"https".equalsIgnoreCase(url.group(1))) {
            faults.invalid(field, "must begin with https://");
        }
        if (authority.substring(authority.lastIndexOf('@') + 1).isEmpty()) {
            faults.invalid(field, "must have a host");
        }
        if (authority.indexOf('@') >= 0) {
            faults.invalid(field, "must not have a user");
        }
        if (url.group(4) != null && !url.group(4).isEmpty()) {
            faults.invalid(field, "must not have a query");
        }
        if (url.group(5) != null && !url.group(5).isEmpty()) {
            faults.invalid(field, "must not have a fragment");
        }
    }

    /** Whether Go's reader of URLs would make something of it. */
    private static boolean readable(String text, Matcher url) {
        if (CONTROL.matchesAnyOf(text) || !url.matches()) {
            return false;
        }
        String authority = url.group(2) == null ? "" : url.group(2);
        String path = url.group(3);
        int colon = path.indexOf(':');
        boolean colonFirst =
                url.group(1) == null && url.group(2) == null && colon >= 0 && path.lastIndexOf('/', colon) < 0;
        return !colonFirst
                && !BAD_ESCAPE.matcher(path).find()
                && HOST.matcher(authority.substring(authority.lastIndexOf('@') + 1))
                        .matches();
    }

    private static void service(Field service, Faults faults) {
        for (String field : List.of("namespace", "name")) {
            if (service.get(field).empty()) {
                faults.required(service.get(field));
            }
        }
        if (service.get("port").present()) {
            faults.within(service.get("port"), 1, 65535);
        }
        path(service.get("path"), faults);
    }

    private static void path(Field field, Faults faults) {
        String path = field.textOrEmpty();
        if (path.isEmpty() || path.equals("/")) {
            return;
        }
        if (!path.startsWith("/")) {
            faults.invalid(field, "must begin with '/'");
        }
        String steps = path.substring(1, path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length());
        if (!SLASHES.splitToStream(steps)
                .allMatch(step -> Syntax.subdomain(step).isEmpty())) {
            faults.invalid(field, "must be lower-case letters, digits, '-' and '.' between its slashes");
        }
    }

    static void reviewVersions(Field versions, Faults faults) {
        if (versions.empty()) {
            faults.required(versions);
            return;
        }
        Set<String> seen = new HashSet<>();
        for (Field version : versions.items()) {
            if (seen.add(version.textOrEmpty())) {
                faults.form(version, Syntax::service);
            } else {
                faults.invalid(version, "must not be there twice");
            }
        }
        if (seen.stream().noneMatch(REVIEWS::contains)) {
            faults.invalid(versions, "must have v1 or v1beta1");
        }
    }
}
