package consort.certs;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Shows whatever credential is current when a handshake begins, so that a renewed one is used without a new context. A
 * handshake asks for alias, chain and key one by one: an alias therefore keeps meaning the credential it was given for.
 */
final class CredentialKeyManager extends X509ExtendedKeyManager {
    private static final int MAX_REMEMBERED = 4;

    private final Supplier<Credential> current;
    private final Map<String, Credential> remembered = new LinkedHashMap<>();

    CredentialKeyManager(Supplier<Credential> current) {
        this.current = current;
    }

    private synchronized String choose(String... keyTypes) {
        if (Arrays.stream(keyTypes).noneMatch(type -> type.startsWith("EC"))) {
            return null;
        }
        Credential credential = current.get();
        String alias = Fingerprint.of(credential.certificate()).hex();
        remembered.put(alias, credential);
        if (remembered.size() > MAX_REMEMBERED) {
            remembered.remove(remembered.keySet().iterator().next());
        }
        return alias;
    }

    private synchronized Credential remembered(String alias) {
        return remembered.get(alias);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        Credential credential = remembered(alias);
        return credential == null ? null : credential.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        Credential credential = remembered(alias);
        return credential == null ? null : credential.key();
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return choose(keyTypes);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return choose(keyType);
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return choose(keyTypes);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return choose(keyType);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return aliases(keyType);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return aliases(keyType);
    }

    private String[] aliases(String keyType) {
        String alias = choose(keyType);
        return alias == null ? null : new String[] {alias};
    }
}
