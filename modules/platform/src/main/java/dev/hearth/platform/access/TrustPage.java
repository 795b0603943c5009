package dev.hearth.platform.access;

import dev.hearth.dsl.Offered;
import dev.hearth.dsl.Page;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Scope;

/** The page that says how people's devices come to trust the cluster's own authority. */
record TrustPage(Offered<AuthorityOffer> authority) implements Part {

    @Override
    public void expand(Scope scope) {
        scope.fact(new Page(
                "docs/trust/" + scope.cluster().name() + ".md",
                text(scope.cluster().name())));
    }

    private String text(String cluster) {
        String secret = authority.offer().secret();
        String file = cluster + "-ca.crt";
        String key = authority.offer().key().replace(".", "\\.");
        return """
                # Trusting the authority of cluster CLUSTER

                The hosts of the cluster have certificates of an authority of its own, which no device knows. Whoever trusts it
                trusts every certificate that it signs, for whatever host: do this on devices of the household alone, and take it
                back when the cluster is gone.

                ## Get the certificate

                ```sh
                kubectl get secret SECRET --namespace NAMESPACE --output jsonpath='{.data.KEY}' | base64 --decode > FILE
                openssl x509 -in FILE -noout -subject -enddate -fingerprint -sha256
                ```

                The file has no secret in it. Bring it to the devices in a way nobody can change it on, or compare the fingerprint
                there with the one above. Never copy `tls.key` of the same Secret.

                ## Debian, Ubuntu

                ```sh
                sudo install -m 0644 FILE /usr/local/share/ca-certificates/FILE
                sudo update-ca-certificates
                ```

                To take it back, remove the file and run `sudo update-ca-certificates --fresh`.

                ## Fedora

                ```sh
                sudo install -m 0644 FILE /etc/pki/ca-trust/source/anchors/FILE
                sudo update-ca-trust
                ```

                To take it back, remove the file and run `sudo update-ca-trust` again.

                ## macOS

                ```sh
                sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain FILE
                ```

                To take it back: `sudo security remove-trusted-cert -d FILE`, then delete it in Keychain Access.

                ## Windows

                In a terminal of an administrator:

                ```bat
                certutil -addstore -f Root FILE
                ```

                To take it back, delete it in `certlm.msc` under Trusted Root Certification Authorities.

                ## Firefox

                On Windows and macOS Firefox trusts what the system trusts. On Linux it has a list of its own: Settings, Privacy &
                Security, View Certificates, Authorities, Import, and there "Trust this CA to identify websites".

                Chrome and Chromium on Linux have one as well:

                ```sh
                sudo apt-get install libnss3-tools
                certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n CLUSTER-ca -i FILE
                ```

                ## Android

                Settings, Security, Encryption & credentials, Install a certificate, CA certificate; makers name the menus
                differently. Browsers trust it then. Other apps do so only where their makers have allowed certificates of the user.

                ## iOS, iPadOS

                Send the file to the device with AirDrop or as mail and open it. Then two steps: Settings, General, VPN & Device
                Management, install the profile; and Settings, General, About, Certificate Trust Settings, switch it on. Without the
                second nothing trusts it.

                ## Programs with lists of their own

                | program | setting |
                | --- | --- |
                | Python `requests` | `REQUESTS_CA_BUNDLE`, a file with the public certificates too |
                | Node.js | `NODE_EXTRA_CA_CERTS=FILE` |
                | Java | `keytool -importcert -cacerts -alias CLUSTER-ca -file FILE` |
                | git | `git config --global http.https://git.example.org/.sslCAInfo FILE`, with the host of the cluster |
                """.replace("CLUSTER", cluster)
                .replace("SECRET", secret)
                .replace("NAMESPACE", authority.namespace())
                .replace("KEY", key)
                .replace("FILE", file);
    }
}
