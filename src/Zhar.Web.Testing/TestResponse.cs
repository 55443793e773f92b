using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Zhar.Web.Testing;

/// <summary>Takes a response as a server would: callbacks before its start, in reverse order; headers that are fixed from then on; what is written, piece by piece.</summary>
internal sealed class TestResponse : IHttpResponseFeature, IHttpResponseBodyFeature
{
    private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _completed = new();
    private readonly MemoryStream _body = new();
    private readonly BodyStream _stream;
    private readonly PipeWriter _writer;

    internal TestResponse(FeatureCollection features)
    {
        _stream = new BodyStream(this);
        _writer = PipeWriter.Create(_stream, new StreamPipeWriterOptions(leaveOpen: true));
        features.Set<IHttpResponseFeature>(this);
        features.Set<IHttpResponseBodyFeature>(this);
    }

    public int StatusCode
    {
        get;
        set
        {
            ThrowIfStarted("The status");
            field = value;
        }
    } = 200;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public bool HasStarted { get; private set; }

    Stream IHttpResponseFeature.Body
    {
        get => _stream;
        set => throw new NotSupportedException("The body of the response is replaced through IHttpResponseBodyFeature.");
    }

    Stream IHttpResponseBodyFeature.Stream => _stream;

    PipeWriter IHttpResponseBodyFeature.Writer => _writer;

    /// <summary>The request that this answers, once it is over.</summary>
    internal HttpContext Conn { get; set; } = null!; // set by ConnTest.Send

    internal byte[] Body => _body.ToArray();

    /// <summary>What was flushed, piece by piece.</summary>
    internal List<byte[]> Chunks { get; } = [];

    public void OnStarting(Func<object, Task> callback, object state)
    {
        ThrowIfStarted("A callback before the response");
        _starting.Push((callback, state));
    }

    public void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

    public void DisableBuffering()
    {
        // Nothing is buffered beyond the writer.
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (HasStarted)
            return;
        while (_starting.TryPop(out var next))
            await next.Callback(next.State).ConfigureAwait(false);
        HasStarted = true;
        if (Headers is HeaderDictionary headers)
            headers.IsReadOnly = true;
    }

    public async Task CompleteAsync() => await End().ConfigureAwait(false);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(_stream, path, offset, count, cancellationToken);

    internal async Task End()
    {
        await StartAsync().ConfigureAwait(false);
        await _writer.FlushAsync().ConfigureAwait(false);
    }

    internal async Task Complete()
    {
        while (_completed.TryPop(out var next))
            await next.Callback(next.State).ConfigureAwait(false);
    }

    private void ThrowIfStarted(string what)
    {
        if (HasStarted)
            throw new InvalidOperationException($"{what} cannot be set any more: the response has started.");
    }

    private async Task Write(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken).ConfigureAwait(false);
        if (buffer.Length == 0)
            return;
        if (Headers.ContentLength is { } length && _body.Length + buffer.Length > length)
            throw new InvalidOperationException($"More is written than the {length} bytes that the content length says.");
        Chunks.Add(buffer.ToArray());
        _body.Write(buffer.Span);
    }

    private sealed class BodyStream(TestResponse response) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => response.StartAsync().GetAwaiter().GetResult();

        public override Task FlushAsync(CancellationToken cancellationToken) => response.StartAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => response.Write(buffer.AsMemory(offset, count), default).GetAwaiter().GetResult();

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => response.Write(buffer.AsMemory(offset, count), cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => new(response.Write(buffer, cancellationToken));
    }
}
