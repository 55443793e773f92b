using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Zhar.Benchmarks.Live.Clients;

/// <summary>A Blazor Server circuit: the hub protocol in MessagePack that Blazor's own client speaks.</summary>
/// <remarks>The ids of event handlers count from 1 in a fresh circuit. They are not announced in a readable form, so this client relies on that, as the two pages allow.</remarks>
internal sealed partial class BlazorPage(HttpClient http, int port, string path) : PageSocket(http, port, path)
{
    private const int Invocation = 1;
    private const int Completion = 3;
    private const int Ping = 6;
    private const int Close = 7;

    private readonly int _handler = path == "/table" ? 50 : 1;
    private bool _hasShaken;
    private bool _hasCircuit;
    private bool _isRendered;
    private bool _isOpen;
    private int? _dispatcher;
    private int _calls;

    internal override async Task Open()
    {
        var (html, cookie) = await Get();
        var marker = Marker().Match(html) is { Success: true } found ? found.Groups[1].Value : throw new InvalidOperationException("The page has no marker of Blazor: " + html);
        var state = State().Match(html) is { Success: true } kept ? kept.Groups[1].Value : "";
        await Connect("/_blazor", cookie);
        await Ask("{\"protocol\":\"blazorpack\",\"version\":1}\u001e");
        await AskBinary(new MessagePackWriter().Array(6).Number(Invocation).Map(0).Text("0").Text("StartCircuit").Array(4)
            .Text(Url[..^Path.Length] + "/").Text(Url).Text($"[{marker}]").Text(state).Array(0).ToMessage());
    }

    internal override Task Click() => AskBinary(Call("BeginInvokeDotNetFromJS", 5)
        .Text((++_calls).ToString(CultureInfo.InvariantCulture)).Nil().Text("DispatchEventAsync").Number(_dispatcher!.Value).Text($$"""
            [{"eventHandlerId":{{_handler.ToString(CultureInfo.InvariantCulture)}},"eventName":"click","eventFieldInfo":null},{"type":"click","detail":1,"screenX":0,"screenY":0,"clientX":0,"clientY":0,"offsetX":0,"offsetY":0,"pageX":0,"pageY":0,"movementX":0,"movementY":0,"button":0,"buttons":0,"ctrlKey":false,"shiftKey":false,"altKey":false,"metaKey":false}]
            """).Array(0).ToMessage());

    private string Path { get; } = path;

    protected override void Take(ReadOnlySpan<byte> message)
    {
        if (!_hasShaken)
        {
            _hasShaken = true;
            if (!message.StartsWith("{}"u8))
                throw new InvalidOperationException("No handshake: " + System.Text.Encoding.UTF8.GetString(message));
            Answered();
            return;
        }

        while (!message.IsEmpty)
        {
            var length = MessagePackReader.TakeLength(ref message);
            Take(new MessagePackReader(message[..length]), length);
            message = message[length..];
        }
    }

    private void Take(MessagePackReader reader, int length)
    {
        reader.Array();
        switch (reader.Number())
        {
            case Invocation:
                reader.Skip(); // headers
                reader.Skip(); // no id: the server waits for no result
                var target = reader.Text();
                reader.Array();
                OnInvocation(target, ref reader, length);
                break;
            case Completion:
                reader.Skip();
                reader.Skip();
                if (reader.Number() != 3 || reader.Text() is not { Length: > 0 })
                    throw new InvalidOperationException("The circuit was not started.");
                _hasCircuit = true;
                AnswerWhenOpen();
                break;
            case Ping:
                break;
            case Close:
                throw new InvalidOperationException("The hub has closed: " + reader.Text());
            default:
                throw new InvalidOperationException("A message of an unknown kind.");
        }
    }

    private void OnInvocation(string? target, ref MessagePackReader reader, int length)
    {
        switch (target)
        {
            case "JS.RenderBatch":
                var batch = reader.Number();
                DiffBytes = reader.BytesLength();
                FrameBytes = length;
                _ = SendBinary(Call("OnRenderCompleted", 2).Number(batch).Nil().Array(0).ToMessage());
                _isRendered = true;
                if (_isOpen)
                    Answered(); // a click
                else
                    AnswerWhenOpen();
                break;
            case "JS.BeginInvokeJS":
                var handle = reader.Number();
                var identifier = reader.Text();
                var arguments = reader.Text();
                if (identifier?.Contains("attachWebRendererInterop", StringComparison.Ordinal) is true)
                {
                    using var json = JsonDocument.Parse(arguments!); // that call has some
                    _dispatcher = json.RootElement[1].GetProperty("__dotNetObject").GetInt32();
                }

                if (handle != 0)
                    _ = SendBinary(Call("EndInvokeJSFromDotNet", 3).Number(handle).Bool(true).Text($"[{handle.ToString(CultureInfo.InvariantCulture)},true,null]").Array(0).ToMessage());
                AnswerWhenOpen();
                break;
            case "JS.Error":
                throw new InvalidOperationException("The circuit failed: " + reader.Text());
        }
    }

    private void AnswerWhenOpen()
    {
        if (_isOpen || !_isRendered || _dispatcher is null || !_hasCircuit)
            return;
        _isOpen = true;
        Answered();
    }

    private static MessagePackWriter Call(string target, int arguments) => new MessagePackWriter().Array(6).Number(Invocation).Map(0).Nil().Text(target).Array(arguments);

    [GeneratedRegex("<!--Blazor:(\\{.*?\"type\":\"server\".*?\\})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:([^>]*?)-->")]
    private static partial Regex State();
}
