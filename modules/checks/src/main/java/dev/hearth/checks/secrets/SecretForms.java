package dev.hearth.checks.secrets;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that are known by their form: keys and tokens that say themselves what they are.
 *
 * <p>The forms are those that the services document for their tokens, or that secret scanners of Git hosts name.
 *
 * @see <a href="https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns">Patterns of
 *     GitHub's secret scanning</a>
 */
final class SecretForms {

    private static final ImmutableMap<String, String> FORMS = ImmutableMap.<String, String>builder()
            .put("a private key", "-----BEGIN (?:[A-Z0-9]{2,10} ){0,2}PRIVATE KEY(?: BLOCK)?-----")
            .put("a key of age", "AGE-SECRET-KEY-1[0-9A-Z]{58}")
            .put("an access key of AWS", "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b")
            .put("a token of GitHub", "\\bgh[pousr]_[A-Za-z0-9]{36,}|\\bgithub_pat_[A-Za-z0-9_]{40,}")
            .put("a token of GitLab", "\\bgl(?:pat|dt|rt|ptt|soat)-[A-Za-z0-9_-]{20,}")
            .put("a token of Slack", "\\bxox[abeoprs]-[A-Za-z0-9-]{20,}")
            .put("a webhook of Slack", "hooks\\.slack\\.com/services/T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/[A-Za-z0-9]{16,}")
            .put("a webhook of Discord", "discord(?:app)?\\.com/api/webhooks/[0-9]{15,}/[A-Za-z0-9_-]{40,}")
            .put("an API key of Google", "\\bAIza[0-9A-Za-z_-]{35}")
            .put("a key of Stripe", "\\b[rs]k_live_[0-9A-Za-z]{20,}")
            .put("a token of npm", "\\bnpm_[A-Za-z0-9]{36}\\b")
            .put("a token of PyPI", "\\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{20,}")
            .put("a token of Docker Hub", "\\bdckr_pat_[A-Za-z0-9_-]{20,}")
            .put("a token of Vault", "\\bhv[sbr]\\.[A-Za-z0-9_-]{24,}")
            .put("a key of SendGrid", "\\bSG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}")
            .put("a key of Tailscale", "\\btskey-[a-z]+-[A-Za-z0-9]{10,}-[A-Za-z0-9]{20,}")
            .put("a token of DigitalOcean", "\\bdo[op]_v1_[a-f0-9]{64}")
            .put("a token of Grafana", "\\bgl(?:sa|c)_[A-Za-z0-9+/=_]{32,}")
            .put("a token of Telegram", "\\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}\\b")
            .put("an Authorization header", "\\b(?:Bearer|Basic) (?=[^\\s\"']*[0-9])[A-Za-z0-9._~+/-]{20,}")
            .put(
                    "a URL with a token in it",
                    "[?&](?:access_token|token|api_?key|secret|password)=(?=[^&\\s\"']*[0-9])(?=[^&\\s\"']*[A-Za-z])"
                            + "[A-Za-z0-9._~-]{16,}")
            .put("a JSON Web Token", "\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{20,}")
            .buildOrThrow();

    private static final Pattern ANY = any();

    private SecretForms() {}

    private static Pattern any() {
        StringBuilder any = new StringBuilder();
        int number = 0;
        for (String form : FORMS.values()) {
            any.append(any.isEmpty() ? "" : "|")
                    .append("(?<f")
                    .append(number++)
                    .append('>')
                    .append(form)
                    .append(')');
        }
        return Pattern.compile(any.toString());
    }

    /** What secret a text holds, in words that name its sort alone; empty where it holds none that is known. */
    static Optional<String> found(String text) {
        if (text.length() < 20) {
            return Optional.empty();
        }
        Matcher matcher = ANY.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        int number = 0;
        for (Map.Entry<String, String> form : FORMS.entrySet()) {
            if (matcher.group("f" + number++) != null) {
                return Optional.of(form.getKey());
            }
        }
        return Optional.empty();
    }
}
