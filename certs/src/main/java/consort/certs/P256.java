package consort.certs;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Keys on NIST P-256, the one curve of this module's certificates: BoringSSL through Netty takes no Ed25519 ones. */
final class P256 {
    static final String SIGNATURE = "SHA256withECDSA";
    private static final String CURVE = "secp256r1";
    private static final X9ECParameters POINTS = CustomNamedCurves.getByName(CURVE);
    private static final ECParameterSpec PARAMETERS = parameters();

    private P256() {}

    static KeyPair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java runtime has P-256", e);
        }
    }

    /**
     * A key pair from 48 uniform bytes, {@code d = c mod (n - 1) + 1}: the extra random bits of FIPS 186-5, A.2.1, which
     * leave a bias below 2^-128.
     */
    static KeyPair derive(byte[] uniform) {
        if (uniform.length != 48) {
            throw new IllegalArgumentException("48 bytes are needed, not " + uniform.length);
        }
        BigInteger order = PARAMETERS.getOrder();
        BigInteger scalar = new BigInteger(1, uniform).mod(order.subtract(BigInteger.ONE)).add(BigInteger.ONE);
        try {
            KeyFactory keys = KeyFactory.getInstance("EC");
            ECPrivateKey secret = (ECPrivateKey) keys.generatePrivate(new ECPrivateKeySpec(scalar, PARAMETERS));
            return new KeyPair(publicOf(secret), secret);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java runtime has P-256", e);
        }
    }

    static PublicKey publicOf(ECPrivateKey key) {
        var point = new FixedPointCombMultiplier().multiply(POINTS.getG(), key.getS()).normalize();
        var affine = new ECPoint(point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
        try {
            return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(affine, PARAMETERS));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java runtime has P-256", e);
        }
    }

    static boolean isOnCurve(PublicKey key) {
        return key instanceof ECPublicKey ec && isCurve(ec.getParams());
    }

    static boolean isOnCurve(ECPrivateKey key) {
        return isCurve(key.getParams()) && key.getS().signum() > 0 && key.getS().compareTo(PARAMETERS.getOrder()) < 0;
    }

    private static boolean isCurve(ECParameterSpec other) {
        return other.getCurve().equals(PARAMETERS.getCurve())
                && other.getGenerator().equals(PARAMETERS.getGenerator())
                && other.getOrder().equals(PARAMETERS.getOrder());
    }

    private static ECParameterSpec parameters() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(CURVE));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java runtime has P-256", e);
        }
    }
}
