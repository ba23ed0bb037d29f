namespace Foundation.Tests.ML.ImageAnalytics;

/// <summary>Small files that other encoders wrote.</summary>
internal static class EncodedImages
{
    /// <summary>JPEG, 8 x 8, quality 100, four inks with an Adobe marker, stored 200, 100, 50, 220 everywhere.</summary>
    public static readonly byte[] CmykJpeg = Convert.FromBase64String(
        "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB/9sA"
        + "QwEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB/8AAFAgACAAIBAERAAIRAQMRAQQRAP/E"
        + "AB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJ"
        + "ChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TF"
        + "xsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/EAB8BAAMBAQEBAQEBAQEAAAAAAAABAgMEBQYHCAkKC//EALURAAIBAgQEAwQHBQQEAAECdwAB"
        + "AgMRBAUhMQYSQVEHYXETIjKBCBRCkaGxwQkjM1LwFWJy0QoWJDThJfEXGBkaJicoKSo1Njc4OTpDREVGR0hJSlNUVVZXWFlaY2RlZmdoaWpzdHV2d3h5eoKD"
        + "hIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uLj5OXm5+jp6vLz9PX29/j5+v/aAA4EAQACEQMRBAAAPwDYr/VA"
        + "/wATz+uCv//Z");

    /// <summary>JPEG, 8 x 8, one channel, 77 everywhere.</summary>
    public static readonly byte[] GreyJpeg = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/"
        + "wAALCAAIAAgBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEI"
        + "I0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ip"
        + "qrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APxnr//Z");

    /// <summary>JPEG, progressive, 16 x 8, red 200, green 30, blue 60 everywhere.</summary>
    public static readonly byte[] ProgressiveJpeg = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/"
        + "2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wgARCAAIABADASIAAhEBAxEB/8QA"
        + "FQABAQAAAAAAAAAAAAAAAAAAAAf/xAAVAQEBAAAAAAAAAAAAAAAAAAAFCP/aAAwDAQACEAMQAAABk4Dqb//EABQQAQAAAAAAAAAAAAAAAAAAABD/2gAIAQEA"
        + "AQUCP//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQMBAT8Bf//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQIBAT8Bf//EABQQAQAAAAAAAAAAAAAAAAAA"
        + "ABD/2gAIAQEABj8CP//EABQQAQAAAAAAAAAAAAAAAAAAABD/2gAIAQEAAT8hP//aAAwDAQACAAMAAAAQA//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQMB"
        + "AT8Qf//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQIBAT8Qf//EABQQAQAAAAAAAAAAAAAAAAAAABD/2gAIAQEAAT8QP//Z");

    /// <summary>GIF, 4 x 3; the colours of index (x + y) mod 4 are black, red, green, blue.</summary>
    public static readonly byte[] Gif = Convert.FromBase64String("R0lGODdhBAADAPEAAAAAAP8AAAD/AAAA/ywAAAAABAADAAACBUQ0N4BWADs=");

    /// <summary>The same colours, 3 x 10, interlaced.</summary>
    public static readonly byte[] InterlacedGif = Convert.FromBase64String("R0lGODdhAwAKAPEAAAAAAP8AAAD/AAAA/ywAAAAAAwAKAEACC0RkeDLAOVo40dACADs=");

    /// <summary>The same colours with index 2 transparent: 3 x 2 at (1, 1) on a screen of 5 x 4.</summary>
    public static readonly byte[] TransparentGif = Convert.FromBase64String("R0lGODdhBQAEAPEAAAAAAP8AAAD/AAAA/yH5BAEAAAIALAEAAQADAAIAAAIDRHRTADs=");

    /// <summary>WebP animation on 4 x 3: its first frame is 2 x 2 at (2, 0), blue 10, green 20, red 30, lossless.</summary>
    public static readonly byte[] AnimatedWebP = Convert.FromBase64String(
        "UklGRlYAAABXRUJQVlA4WAoAAAASAAAAAwAAAgAAQU5JTQYAAAAAAAAAAABBTk1GKgAAAAEAAAAAAAEAAAEAAGQAAABWUDhMEQAAAC8BQAAAB1CKelSh/4GI"
        + "6H8AAA==");

    /// <summary>WebP animation of 4 x 4, lossy colours near (10, 20, 30) with alpha 128.</summary>
    public static readonly byte[] LossyAnimatedWebP = Convert.FromBase64String(
        "UklGRnwAAABXRUJQVlA4WAoAAAASAAAAAwAAAwAAQU5JTQYAAAAAAAAAAABBTk1GUAAAAAAAAAAAAAMAAAMAAGQAAABBTFBICgAAAAEHUMCICERE/wNWUDgg"
        + "JgAAAHABAJ0BKgQABAAAwBIllAJ0AUAAAP7+lIB160tzcJ8CStWYQAAA");
}
