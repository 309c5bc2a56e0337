package consort.certs;

import io.netty.util.NetUtil;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.OptionalLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The four kinds of certificate that Consort makes, and every field of them. */
final class Profile {
    /** Certificates begin this long before they are issued, so that a peer whose clock is behind accepts them. */
    static final Duration BACKDATE = Duration.ofMinutes(5);

    private static final int SERIAL_BITS = 128;
    private static final X500Principal BOOTSTRAP = new X500Principal("CN=bootstrap,O=Consort");

    private Profile() {}

    /** The authority's own certificate: may sign end certificates only, and names its consortium. */
    static X509Certificate authority(KeyPair key, Name consortium, Duration lifetime, Instant now, SecureRandom random) {
        X500Principal name = new X500Principal("CN=" + consortium + " authority,O=Consort");
        var builder = builder(name, name, key.getPublic(), now, now.plus(lifetime), random);
        return signed(builder, key.getPrivate(), random, extensions -> {
            extensions.add(Extension.basicConstraints, true, new BasicConstraints(0));
            extensions.add(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            extensions.add(Extension.subjectKeyIdentifier, false, keyIds().createSubjectKeyIdentifier(key.getPublic()));
            extensions.add(Extension.subjectAlternativeName, false, names(AuthorityCertificate.uri(consortium), List.of()));
        });
    }

    /** A certificate by the authority: one URI name, for servers also hosts, and one purpose. */
    static X509Certificate issued(AuthorityCertificate authority, PrivateKey authorityKey, PublicKey subjectKey,
            Identity.Issued subject, OptionalLong entry, Collection<String> hosts, Instant now, Instant notAfter, SecureRandom random) {
        var builder = builder(authority.certificate().getSubjectX500Principal(), subjectName(subject), subjectKey,
                now, notAfter, random);
        return signed(builder, authorityKey, random, extensions -> {
            extensions.add(Extension.basicConstraints, true, new BasicConstraints(false));
            extensions.add(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            extensions.add(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose(subject)));
            extensions.add(Extension.subjectAlternativeName, false, names(subject.uri(), hosts));
            extensions.add(Extension.authorityKeyIdentifier, false,
                    keyIds().createAuthorityKeyIdentifier(authority.certificate().getPublicKey()));
            if (entry.isPresent()) {
                extensions.add(AdmittingEntry.ID, false, new ASN1Integer(entry.getAsLong()));
            }
        });
    }

    /** A self-signed certificate around an invite's key. Its dates are the invitee's own word, so nobody checks them. */
    static X509Certificate bootstrap(KeyPair key, Instant now, SecureRandom random) {
        var builder = builder(BOOTSTRAP, BOOTSTRAP, key.getPublic(), now, now.plus(Duration.ofDays(1)), random);
        return signed(builder, key.getPrivate(), random, extensions -> {
            extensions.add(Extension.basicConstraints, true, new BasicConstraints(false));
            extensions.add(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        });
    }

    private static KeyPurposeId purpose(Identity.Issued subject) {
        return switch (subject) {
            case Identity.Coordinator coordinator -> KeyPurposeId.id_kp_serverAuth;
            case Identity.Member member -> KeyPurposeId.id_kp_clientAuth;
        };
    }

    /** For people who look at a certificate; Consort itself reads only the URI name. */
    private static X500Principal subjectName(Identity.Issued subject) {
        String commonName = switch (subject) {
            case Identity.Operator operator -> "operator";
            case Identity.Organization organization -> organization.organization().value();
            case Identity.Worker worker -> worker.worker().value();
            case Identity.Person person -> person.person().value();
            case Identity.Coordinator coordinator -> "coordinator";
        };
        return new X500Principal("CN=" + commonName + ",O=" + subject.consortium());
    }

    private static X509v3CertificateBuilder builder(X500Principal issuer, X500Principal subject, PublicKey key,
            Instant now, Instant notAfter, SecureRandom random) {
        Date from = Date.from(now.minus(BACKDATE).truncatedTo(ChronoUnit.SECONDS));
        Date to = Date.from(notAfter.truncatedTo(ChronoUnit.SECONDS));
        BigInteger serial = new BigInteger(SERIAL_BITS, random).max(BigInteger.ONE);
        return new JcaX509v3CertificateBuilder(issuer, serial, from, to, subject, key);
    }

    private static GeneralNames names(String uri, Collection<String> hosts) {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
        for (String host : hosts) {
            names.add(Address.isIp(host)
                    ? new GeneralName(GeneralName.iPAddress,
                            new DEROctetString(NetUtil.createByteArrayFromIpAddressString(host)))
                    : new GeneralName(GeneralName.dNSName, host));
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static JcaX509ExtensionUtils keyIds() {
        try {
            return new JcaX509ExtensionUtils();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-1", e);
        }
    }

    private interface Extensions {
        void addTo(Sink sink) throws IOException;
    }

    private interface Sink {
        void add(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) throws IOException;
    }

    private static X509Certificate signed(
            X509v3CertificateBuilder builder, PrivateKey key, SecureRandom random, Extensions extensions) {
        try {
            extensions.addTo(builder::addExtension);
            var signer = new JcaContentSignerBuilder(P256.SIGNATURE).setSecureRandom(random).build(key);
            byte[] encoded = builder.build(signer).getEncoded();
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(encoded));
        } catch (IOException | OperatorCreationException | CertificateException e) {
            throw new IllegalStateException("a certificate cannot be made: " + e.getMessage(), e);
        }
    }
}
