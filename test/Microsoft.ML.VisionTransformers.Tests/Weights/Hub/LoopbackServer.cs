using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Hub;

/// <summary>
/// An HTTP server of few words on the loopback interface. It is written on sockets since it has to do what no decent server does: break off in the
/// middle, and announce other sizes than it sends.
/// </summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<HubRequest, HubReply> _answer;
    private readonly ConcurrentQueue<HubRequest> _requests = new();

    public LoopbackServer(Func<HubRequest, HubReply> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    public string Address { get; }

    public IReadOnlyList<HubRequest> Requests => [.. _requests];

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = await ReadAsync(stream);
                _requests.Enqueue(request);
                await WriteAsync(stream, request, _answer(request));
            }
            catch (IOException)
            {
                // The client has gone.
            }
        }
    }

    private static async Task<HubRequest> ReadAsync(Stream stream)
    {
        var text = new StringBuilder();
        var letter = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(letter) == 0)
                throw new IOException("The client has gone.");
            text.Append((char)letter[0]);
        }
        var lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        return new HubRequest(first[0], first[1],
            lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase));
    }

    private static async Task WriteAsync(Stream stream, HubRequest request, HubReply reply)
    {
        if (reply.Until is { } until)
            await until;
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} Test\r\nConnection: close\r\nContent-Length: {reply.Announced ?? reply.Body.Length}\r\n");
        foreach (var (name, value) in reply.Headers)
            head.Append($"{name}: {value}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
        if (request.Method == "HEAD")
            return;
        var body = reply.Body.AsMemory(0, reply.BreakAfter ?? reply.Body.Length);
        var part = reply.Dawdle > TimeSpan.Zero ? Math.Max(1, body.Length / 5) : Math.Max(1, body.Length);
        for (; body.Length > 0; body = body[Math.Min(part, body.Length)..])
        {
            await Task.Delay(reply.Dawdle);
            await stream.WriteAsync(body[..Math.Min(part, body.Length)]);
        }
    }
}
