using System.Security.Cryptography;
using System.Text;

namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>Holds a downloaded file against what the hub said of it.</summary>
internal static class BlobCheck
{
    /// <summary>
    /// Null when size and hash are right. An ETag of 64 hexadecimal digits is the SHA-256 of the content, one of 40 is git's name for it: the SHA-1 of
    /// <c>"blob " + length + '\0'</c> and the content. Others can't be checked.
    /// </summary>
    public static async Task<string?> ProblemAsync(string path, HubFile file, CancellationToken token)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, FileOptions.SequentialScan);
        if (stream.Length != file.Size)
            return $"it has {stream.Length:N0} bytes instead of {file.Size:N0}";
        if (!file.Etag.All(char.IsAsciiHexDigit) || file.Etag.Length is not (40 or 64))
            return null;
        using var hash = IncrementalHash.CreateHash(file.Etag.Length == 64 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (file.Etag.Length == 40)
            hash.AppendData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"blob {file.Size}\0")));
        var buffer = new byte[1 << 20];
        while (await stream.ReadAsync(buffer, token) is > 0 and var count)
            hash.AppendData(buffer, 0, count);
        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        return found == file.Etag.ToLowerInvariant() ? null : $"its hash is {found} instead of {file.Etag}";
    }
}
