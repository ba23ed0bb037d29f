using System.Net;
using System.Net.Http.Headers;

namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>
/// Requests to the hub and to wherever it redirects. The access token goes to the hub's own address only: files come from other hosts, by
/// addresses that are signed already.
/// </summary>
internal sealed class HubTransport : IDisposable
{
    private const int MostRedirects = 10;

    private readonly HttpClient _client;
    private readonly HubSettings _settings;
    private readonly TimeSpan _timeout;

    public HubTransport(HubSettings settings, TimeSpan timeout)
    {
        (_settings, _timeout) = (settings, timeout);
        // Redirects are followed here, since what is sent depends on where they lead. Compressed answers would have other sizes than announced.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None };
        _client = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("VisionTransformers.ML", typeof(HubTransport).Assembly.GetName().Version?.ToString(3)));
        _client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    /// <summary>Sends a request and follows where it leads; returns at the headers.</summary>
    /// <param name="method">GET or HEAD.</param>
    /// <param name="address">Of the hub.</param>
    /// <param name="token">Cancels.</param>
    /// <param name="from">First byte that is wanted.</param>
    /// <param name="isEnough">Whether a redirect says all that is to be known, so that it need not be followed.</param>
    /// <exception cref="HubTransientException">No answer, or one that may be another the next time.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri address, CancellationToken token, long from = 0, Func<HttpResponseMessage, bool>? isEnough = null)
    {
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            var response = await SendOnceAsync(method, address, from, token);
            if (isEnough?.Invoke(response) == true || NextOf(response, address) is not { } next)
            {
                if (TransientIn(response, address) is not { } trouble)
                    return response;
                response.Dispose();
                throw trouble;
            }
            response.Dispose();
            address = next;
        }
        throw new HubException($"The hub's answers lead from one address to the next without end, at last to {Shown(address)}.");
    }

    /// <summary>Reads on; a silence longer than the time-out breaks off.</summary>
    /// <returns>0 at the end.</returns>
    public async Task<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken token)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(token);
        patience.CancelAfter(_timeout);
        try
        {
            return await body.ReadAsync(buffer, patience.Token);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw new HubTransientException($"The connection broke: {error.Message}", error);
        }
        catch (OperationCanceledException error) when (!token.IsCancellationRequested)
        {
            throw Silence(error);
        }
    }

    /// <summary>A body that has to be small.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public async Task<byte[]> ReadAllAsync(HttpResponseMessage response, int most, CancellationToken token)
    {
        using var body = await response.Content.ReadAsStreamAsync(token);
        using var all = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await ReadAsync(body, buffer, token) is > 0 and var count)
        {
            all.Write(buffer, 0, count);
            if (all.Length > most)
                throw new InvalidDataException($"it is longer than {most:N0} bytes");
        }
        return all.ToArray();
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, Uri address, long from, CancellationToken token)
    {
        using var request = new HttpRequestMessage(method, address);
        if (from > 0)
            request.Headers.Range = new RangeHeaderValue(from, null);
        if (_settings.Token is not null && IsHub(address))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _settings.Token);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(token);
        patience.CancelAfter(_timeout);
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        }
        catch (HttpRequestException error)
        {
            var reason = error.InnerException is { } inner && !error.Message.Contains(inner.Message) ? $"{error.Message} {inner.Message}" : error.Message;
            throw new HubTransientException($"{Shown(address)} does not answer: {reason.TrimEnd('.')}.", error)
            {
                NoConnection = error.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
            };
        }
        catch (OperationCanceledException error) when (!token.IsCancellationRequested)
        {
            throw Silence(error);
        }
    }

    private static Uri? NextOf(HttpResponseMessage response, Uri address)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            return null;
        var next = new Uri(address, location);
        if (next.Scheme == address.Scheme || next.Scheme == Uri.UriSchemeHttps)
            return next;
        response.Dispose();
        throw new HubException($"{Shown(address)} leads to {Shown(next)}, which is not encrypted. It is not followed.");
    }

    private HubTransientException? TransientIn(HttpResponseMessage response, Uri address)
    {
        var status = (int)response.StatusCode;
        // Another host refuses an address whose signature has run out; the hub signs a new one when it is asked again.
        var isTransient = status is 408 or 425 or 429 or >= 500 || (status is 401 or 403 && !IsHub(address));
        if (!isTransient)
            return null;
        var wait = response.Headers.RetryAfter;
        var after = wait?.Delta ?? (wait?.Date - DateTimeOffset.UtcNow);
        var asked = after > TimeSpan.Zero ? FormattableString.Invariant($" and asks to wait {after.Value.TotalSeconds:F0} s") : "";
        return new HubTransientException($"{Shown(address)} answers {status} ({response.ReasonPhrase}){asked}.")
        {
            StatusCode = response.StatusCode,
            RetryAfter = after > TimeSpan.Zero ? after : null,
        };
    }

    private HubTransientException Silence(Exception error)
        => new(FormattableString.Invariant($"The hub has been silent for {_timeout.TotalSeconds:G3} s."), error);

    private bool IsHub(Uri address)
        => Uri.Compare(address, _settings.Endpoint, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Without the query, which may hold a signature that opens the file to anyone.</summary>
    private static string Shown(Uri address) => address.GetLeftPart(UriPartial.Path);
}
