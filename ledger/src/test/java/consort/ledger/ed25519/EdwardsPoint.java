package consort.ledger.ed25519;

import java.math.BigInteger;
import java.util.Optional;

/** Plain arithmetic on the curve of Ed25519 (RFC 8032, section 5.1), to make signatures that no signer would. */
record EdwardsPoint(BigInteger x, BigInteger y) {

    static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    /** Of the prime-order group. */
    static final BigInteger ORDER = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    static final EdwardsPoint NEUTRAL = new EdwardsPoint(BigInteger.ZERO, BigInteger.ONE);
    static final EdwardsPoint BASE = ofY(BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(PRIME)).mod(PRIME)).orElseThrow();

    private static final BigInteger D =
            BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(PRIME)).mod(PRIME);

    /** The point with this y and an even x, if there is one. */
    private static Optional<EdwardsPoint> ofY(BigInteger y) {
        BigInteger d = BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(PRIME)).mod(PRIME);
        BigInteger square = y.multiply(y);
        BigInteger xx = square.subtract(BigInteger.ONE).multiply(d.multiply(square).add(BigInteger.ONE).modInverse(PRIME)).mod(PRIME);
        BigInteger x = xx.modPow(PRIME.add(BigInteger.valueOf(3)).shiftRight(3), PRIME);
        if (!x.multiply(x).mod(PRIME).equals(xx)) {
            x = x.multiply(BigInteger.TWO.modPow(PRIME.subtract(BigInteger.ONE).shiftRight(2), PRIME)).mod(PRIME);
        }
        BigInteger even = x.testBit(0) ? PRIME.subtract(x) : x;
        return even.multiply(even).mod(PRIME).equals(xx) ? Optional.of(new EdwardsPoint(even, y)) : Optional.empty();
    }

    /** A point of order 8. */
    static EdwardsPoint ofOrderEight() {
        for (long y = 2;; y++) {
            Optional<EdwardsPoint> small = ofY(BigInteger.valueOf(y)).map(point -> point.times(ORDER));
            if (small.isPresent() && !small.get().times(BigInteger.valueOf(4)).equals(NEUTRAL)) {
                return small.get();
            }
        }
    }

    EdwardsPoint plus(EdwardsPoint other) {
        BigInteger k = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(PRIME);
        BigInteger sumX = x.multiply(other.y).add(other.x.multiply(y)).multiply(BigInteger.ONE.add(k).modInverse(PRIME));
        BigInteger sumY = y.multiply(other.y).add(x.multiply(other.x)).multiply(BigInteger.ONE.subtract(k).modInverse(PRIME));
        return new EdwardsPoint(sumX.mod(PRIME), sumY.mod(PRIME));
    }

    EdwardsPoint times(BigInteger factor) {
        EdwardsPoint sum = NEUTRAL;
        for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
            sum = sum.plus(sum);
            sum = factor.testBit(bit) ? sum.plus(this) : sum;
        }
        return sum;
    }

    byte[] encoded() {
        byte[] bytes = littleEndian(y);
        bytes[31] |= (byte) (x.testBit(0) ? 0x80 : 0);
        return bytes;
    }

    static byte[] littleEndian(BigInteger number) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = number.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    static BigInteger number(byte[] littleEndian) {
        BigInteger number = BigInteger.ZERO;
        for (int i = littleEndian.length - 1; i >= 0; i--) {
            number = number.shiftLeft(8).or(BigInteger.valueOf(littleEndian[i] & 0xFF));
        }
        return number;
    }
}
