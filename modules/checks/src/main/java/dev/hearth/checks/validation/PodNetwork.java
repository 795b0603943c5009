package dev.hearth.checks.validation;

import dev.hearth.checks.rule.Field;

/**
 * What the API server asks of the names and addresses of a pod.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/">DNS for Services and Pods</a>
 */
final class PodNetwork {

    private static final int MOST_NAMESERVERS = 3;
    private static final int MOST_SEARCHES = 32;
    private static final int LONGEST_SEARCH_LIST = 2048;
    private static final int LONGEST_HOSTNAME = 64;

    private PodNetwork() {}

    static void validate(PodScope scope) {
        Field spec = scope.spec();
        Faults faults = scope.faults();
        faults.optionalForm(spec.get("hostname"), Syntax::label);
        faults.optionalForm(spec.get("subdomain"), Syntax::label);
        hostname(scope, spec.get("hostnameOverride"));
        hostPorts(scope);
        aliases(spec.get("hostAliases"), faults);
        dns(scope, spec.get("dnsConfig"));
    }

    private static void hostname(PodScope scope, Field hostname) {
        if (!hostname.present() || !scope.faults().version().atLeast(35)) {
            return;
        }
        if (scope.spec().get("setHostnameAsFQDN").isTrue()) {
            scope.faults().forbidden(hostname, "setHostnameAsFQDN is true");
        }
        if (scope.hostNetwork()) {
            scope.faults().forbidden(hostname, "hostNetwork is true");
        }
        scope.faults().atMostBytes(hostname, LONGEST_HOSTNAME);
        scope.faults().form(hostname, Syntax::subdomain);
    }

    private static void hostPorts(PodScope scope) {
        if (!scope.hostNetwork()) {
            return;
        }
        for (Field container : scope.spec().get(PodScope.CONTAINERS).items()) {
            for (Field port : container.get("ports").items()) {
                long host = port.get("hostPort").number().orElse(0L);
                if (host != 0 && host != port.get("containerPort").number().orElse(0L)) {
                    scope.faults().invalid(port.get("hostPort"), "must be the containerPort where hostNetwork is true");
                }
            }
        }
    }

    private static void aliases(Field aliases, Faults faults) {
        for (Field alias : aliases.items()) {
            faults.form(alias.get("ip"), Addresses::ip);
            for (Field hostname : alias.get("hostnames").items()) {
                faults.form(hostname, Syntax::subdomain);
            }
        }
    }

    private static void dns(PodScope scope, Field config) {
        Faults faults = scope.faults();
        Field nameservers = config.get("nameservers");
        if (scope.dnsPolicy().equals("None") && nameservers.empty()) {
            faults.required(config.present() ? nameservers : config, "dnsPolicy None needs at least one name server");
            return;
        }
        if (nameservers.items().size() > MOST_NAMESERVERS) {
            faults.invalid(nameservers, "must have at most " + MOST_NAMESERVERS + " items");
        }
        for (Field nameserver : nameservers.items()) {
            faults.form(nameserver, Addresses::ip);
        }
        searches(config.get("searches"), faults);
        for (Field option : config.get("options").items()) {
            if (option.get("name").empty()) {
                faults.required(option, "must have a name");
            }
        }
    }

    private static void searches(Field searches, Faults faults) {
        if (searches.items().size() > MOST_SEARCHES) {
            faults.invalid(searches, "must have at most " + MOST_SEARCHES + " items");
        }
        if (String.join(" ", searches.texts()).length() > LONGEST_SEARCH_LIST) {
            faults.invalid(searches, "must have at most " + LONGEST_SEARCH_LIST + " characters together");
        }
        for (Field search : searches.items()) {
            String domain = search.textOrEmpty();
            if (!domain.equals(".")) {
                faults.form(
                        search,
                        domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain,
                        Syntax::underscoredSubdomain);
            }
        }
    }
}
