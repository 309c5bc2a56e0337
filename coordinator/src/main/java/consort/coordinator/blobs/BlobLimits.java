package consort.coordinator.blobs;

/**
 * What the store takes.
 *
 * @param maxBlobBytes of one blob
 * @param maxTotalBytes of all blobs, and of uploads as far as they came, together
 * @param maxUploadsPerPeer partial uploads one peer may have, and whole ones that nothing refers to yet
 */
public record BlobLimits(long maxBlobBytes, long maxTotalBytes, int maxUploadsPerPeer) {

    public BlobLimits {
        if (maxBlobBytes < 1 || maxTotalBytes < maxBlobBytes || maxUploadsPerPeer < 1) {
            throw new IllegalArgumentException("blob limits must be positive, and the total at least one blob: " + maxBlobBytes
                    + ", " + maxTotalBytes + ", " + maxUploadsPerPeer);
        }
    }
}
