package consort.ledger.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class MerkleTest {

    /** The leaves and roots of the Certificate Transparency reference implementation's tests. */
    private static final List<byte[]> LEAVES = List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
            "606162636465666768696a6b6c6d6e6f").stream().map(HexFormat.of()::parseHex).toList();

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void givesTheKnownRoots() throws IOException {
        List<Hash> leaves = LEAVES.stream().map(TreeHash::leaf).toList();
        CompactTree tree = new CompactTree();
        for (int size = 0; size <= 8; size++) {
            assertThat(tree.root().hex()).as("size %s", size).isEqualTo(ROOTS.get(size));
            assertThat(prover(leaves).root(size).hex()).as("size %s", size).isEqualTo(ROOTS.get(size));
            assertThat(tree.size()).isEqualTo(size);
            if (size < 8) {
                tree.append(leaves.get(size));
            }
        }
    }

    @Test
    void givesTheKnownProofs() throws IOException {
        Prover prover = prover(LEAVES.stream().map(TreeHash::leaf).toList());
        assertThat(prover.inclusion(0, 8)).extracting(Hash::hex).containsExactly(
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
        assertThat(prover.consistency(6, 8)).extracting(Hash::hex).containsExactly(
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
    }

    @Test
    void agreesWithTheDefinitionAtEverySize() throws IOException {
        List<Hash> leaves = randomLeaves(70, 1);
        CompactTree tree = new CompactTree();
        for (int size = 0; size <= leaves.size(); size++) {
            Hash defined = definition(leaves.subList(0, size));
            assertThat(tree.root()).as("size %s", size).isEqualTo(defined);
            assertThat(prover(leaves).root(size)).as("size %s", size).isEqualTo(defined);
            if (size < leaves.size()) {
                tree.append(leaves.get(size));
            }
        }
    }

    @Test
    void everyInclusionProofVerifiesAndNoChangedOneDoes() throws IOException {
        List<Hash> leaves = randomLeaves(40, 2);
        SplittableRandom random = new SplittableRandom(3);
        for (int size = 1; size <= leaves.size(); size++) {
            Hash root = definition(leaves.subList(0, size));
            for (int index = 0; index < size; index++) {
                List<Hash> path = prover(leaves).inclusion(index, size);
                Hash leaf = leaves.get(index);
                assertThat(ProofVerifier.includes(leaf, index, size, path, root)).as("%s of %s", index, size).isTrue();
                for (List<Hash> changed : changes(path, random)) {
                    assertThat(ProofVerifier.includes(leaf, index, size, changed, root)).as("%s of %s", index, size).isFalse();
                }
                assertThat(ProofVerifier.includes(other(leaf), index, size, path, root)).isFalse();
                assertThat(ProofVerifier.includes(leaf, index, size, path, other(root))).isFalse();
                assertThat(ProofVerifier.includes(leaf, -1, size, path, root)).isFalse();
                assertThat(ProofVerifier.includes(leaf, size, size, path, root)).isFalse();
                if (size > 1) {
                    assertThat(ProofVerifier.includes(leaf, (index + 1) % size, size, path, root)).isFalse();
                }
            }
        }
    }

    @Test
    void everyConsistencyProofVerifiesAndNoChangedOneDoes() throws IOException {
        List<Hash> leaves = randomLeaves(40, 4);
        SplittableRandom random = new SplittableRandom(5);
        for (int size = 0; size <= leaves.size(); size++) {
            Hash root = definition(leaves.subList(0, size));
            for (int old = 0; old <= size; old++) {
                Hash oldRoot = definition(leaves.subList(0, old));
                List<Hash> proof = prover(leaves).consistency(old, size);
                String name = old + " of " + size;
                assertThat(ProofVerifier.consistent(old, oldRoot, size, root, proof)).as(name).isTrue();
                assertThat(ProofVerifier.consistent(old, other(oldRoot), size, root, proof)).as(name).isFalse();
                assertThat(ProofVerifier.consistent(old, oldRoot, size, other(root), proof)).as(name + " root")
                        .isEqualTo(old == 0 && size > 0);
                for (List<Hash> changed : changes(proof, random)) {
                    assertThat(ProofVerifier.consistent(old, oldRoot, size, root, changed)).as(name).isFalse();
                }
            }
        }
        assertThat(ProofVerifier.consistent(2, TreeHash.EMPTY_ROOT, 1, TreeHash.EMPTY_ROOT, List.of())).isFalse();
    }

    @Test
    void aProofOfAnotherTreeProvesThatThePrefixIsAnother() throws IOException {
        List<Hash> leaves = randomLeaves(24, 7);
        List<Hash> others = new ArrayList<>(leaves);
        others.set(0, TreeHash.leaf(new byte[] {1, 2, 3}));
        SplittableRandom random = new SplittableRandom(8);
        for (int size = 2; size <= leaves.size(); size++) {
            Hash root = prover(others).root(size);
            for (int oldSize = 1; oldSize < size; oldSize++) {
                Hash held = prover(leaves).root(oldSize);
                List<Hash> proof = prover(others).consistency(oldSize, size);
                assertThat(ProofVerifier.consistent(oldSize, held, size, root, proof)).isFalse();
                assertThat(ProofVerifier.contradicts(oldSize, held, size, root, proof)).as(oldSize + " of " + size)
                        .isEqualTo(Integer.bitCount(oldSize) != 1);
                assertThat(ProofVerifier.contradicts(oldSize, prover(others).root(oldSize), size, root, proof)).isFalse();
                for (List<Hash> changed : changes(proof, random)) {
                    assertThat(ProofVerifier.contradicts(oldSize, held, size, root, changed)).as(oldSize + " of " + size).isFalse();
                }
            }
        }
        assertThat(ProofVerifier.contradicts(0, leaves.getFirst(), 3, prover(leaves).root(3), List.of())).isFalse();
        assertThat(ProofVerifier.contradicts(3, leaves.getFirst(), 3, prover(leaves).root(3), List.of())).isFalse();
    }

    @Test
    void refusesIndicesOutsideTheTree() {
        Prover prover = prover(randomLeaves(3, 6));
        assertThatThrownBy(() -> prover.inclusion(3, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> prover.inclusion(-1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> prover.consistency(4, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hash.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    /** A source that knows perfect subtrees only, computed by the definition. */
    private static Prover prover(List<Hash> leaves) {
        return new Prover((height, index) -> {
            int from = Math.toIntExact(index << height);
            return definition(leaves.subList(from, from + (1 << height)));
        });
    }

    /** MTH of RFC 6962, section 2.1, word for word. */
    private static Hash definition(List<Hash> leaves) {
        if (leaves.isEmpty()) {
            return TreeHash.EMPTY_ROOT;
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int k = 1;
        while (2 * k < leaves.size()) {
            k *= 2;
        }
        return TreeHash.node(definition(leaves.subList(0, k)), definition(leaves.subList(k, leaves.size())));
    }

    private static List<Hash> randomLeaves(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[random.nextInt(9)];
            random.nextBytes(data);
            leaves.add(TreeHash.leaf(Arrays.copyOf(data, data.length + 1)));
        }
        return leaves;
    }

    /** One hash more, one less, one changed, two exchanged. */
    private static List<List<Hash>> changes(List<Hash> proof, SplittableRandom random) {
        List<List<Hash>> changes = new ArrayList<>();
        Hash stranger = TreeHash.leaf("stranger".getBytes(StandardCharsets.UTF_8));
        List<Hash> longer = new ArrayList<>(proof);
        longer.add(random.nextInt(proof.size() + 1), stranger);
        changes.add(longer);
        if (!proof.isEmpty()) {
            int at = random.nextInt(proof.size());
            List<Hash> shorter = new ArrayList<>(proof);
            shorter.remove(at);
            changes.add(shorter);
            List<Hash> changed = new ArrayList<>(proof);
            changed.set(at, other(changed.get(at)));
            changes.add(changed);
        }
        if (proof.size() > 1 && !proof.getFirst().equals(proof.getLast())) {
            List<Hash> exchanged = new ArrayList<>(proof);
            Collections.swap(exchanged, 0, proof.size() - 1);
            changes.add(exchanged);
        }
        return changes;
    }

    private static Hash other(Hash hash) {
        byte[] bytes = hash.bytes();
        bytes[7] ^= 1;
        return Hash.of(bytes);
    }
}
