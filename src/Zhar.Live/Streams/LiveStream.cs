using System.Collections.Immutable;
using System.Globalization;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>A list of which the browser has the items and the server nothing: for long lists that grow or change by single items. A value of the state, replaced by assignment.</summary>
/// <remarks>
/// <code>
/// public sealed record Assigns(LiveStream&lt;Message&gt; Messages);
///
/// State = State with { Messages = State.Messages.Insert(message.Id, message, at: 0, limit: 100) };
///
/// $"""&lt;ul id="messages" phx-update="stream"&gt;{a.Messages.Each((id, m) => $"&lt;li id=\"{id}\"&gt;{m.Text}&lt;/li&gt;")}&lt;/ul&gt;"""
/// </code>
/// <para>The element around the items has an id and <c>phx-update="stream"</c>; each item is one element with the id that it is given. What was sent is forgotten. An item is known
/// by its key; its id in the page is the name of the stream, a dash and the key. Source: Phoenix.LiveView.stream/4.</para>
/// </remarks>
/// <typeparam name="T">An item.</typeparam>
public sealed class LiveStream<T>
{
    private readonly ImmutableList<StreamStep<T>> _steps;

    private LiveStream(string name, ImmutableList<StreamStep<T>> steps)
    {
        Name = name;
        _steps = steps;
    }

    /// <summary>The name: what the ids of the items begin with.</summary>
    public string Name { get; }

    /// <summary>How many items wait to be sent.</summary>
    internal int Kept => _steps.Count(static s => s.Item is not null);

    /// <summary>An empty stream.</summary>
    /// <param name="name">Unique in the page.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static LiveStream<T> Create(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new(name, []);
    }

    /// <summary>Puts an item in. One with that key that the page has already is replaced where it stands. Source: stream_insert/4.</summary>
    /// <param name="key">What tells the item from the others.</param>
    /// <param name="item">The item.</param>
    /// <param name="at">Its place: 0 is the start, -1 the end.</param>
    /// <param name="limit">How many items the page keeps: the first so many, or with a number below zero the last; <c>null</c> is all.</param>
    /// <param name="updateOnly">Whether it is only replaced, and left out when the page does not have it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The place is below -1.</exception>
    public LiveStream<T> Insert(object key, T item, int at = -1, int? limit = null, bool updateOnly = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(at, -1);
        return With(new StreamStep<T>(DomId(key), item, at, limit, updateOnly));
    }

    /// <summary>Puts items in, one after the other. At the end they stay in order; at another place the last comes first, as each is put before the one before.</summary>
    /// <param name="items">The items.</param>
    /// <param name="key">What tells an item from the others. Not kept.</param>
    /// <param name="at">As in <see cref="Insert"/>.</param>
    /// <param name="limit">As in <see cref="Insert"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The place is below -1.</exception>
    public LiveStream<T> InsertAll<TKey>(IEnumerable<T> items, Func<T, TKey> key, int at = -1, int? limit = null)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(at, -1);
        return new(Name, Open().AddRange(items.Select(item => new StreamStep<T>(DomId(key(item)), item, at, limit, false))));
    }

    /// <summary>Takes the item with a key away. Source: stream_delete/3.</summary>
    public LiveStream<T> Delete(object key) => With(StreamStep<T>.Delete(DomId(key)));

    /// <summary>Takes all items away. Those that are put in after it stand in their place. Source: stream/4, reset.</summary>
    public LiveStream<T> Reset() => new(Name, [StreamStep<T>.Reset()]);

    /// <summary>The id in the page of the item with a key: <c>messages-7</c>.</summary>
    /// <exception cref="ArgumentException">The key has no text.</exception>
    public string DomId(object key)
    {
        var text = Convert.ToString(key, CultureInfo.InvariantCulture);
        return string.IsNullOrEmpty(text) ? throw new ArgumentException($"The key of an item of the stream \"{Name}\" has no text.", nameof(key)) : $"{Name}-{text}";
    }

    /// <summary>The items that the page has not been sent, in a template: alone inside of an element with an id and <c>phx-update="stream"</c>.</summary>
    /// <param name="body">One element, made with its id and the item.</param>
    public Html Each(Func<string, T, Html> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var steps = Open();
        var inserts = new List<StreamStep<T>>();
        foreach (var step in steps)
        {
            if (step.Kind == StreamStepKind.Reset)
                inserts.Clear();
            else
                inserts.RemoveAll(i => i.DomId == step.DomId);
            if (step.Kind == StreamStepKind.Insert)
                inserts.Add(step);
        }

        var items = new Html[inserts.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = body(inserts[i].DomId, inserts[i].Item!); // an insert has its item until it is sent
        return new(new StreamNode<T>(Name, items, inserts, steps));
    }

    private LiveStream<T> With(StreamStep<T> step) => new(Name, Open().Add(step));

    /// <summary>What has not been sent.</summary>
    private ImmutableList<StreamStep<T>> Open() => _steps.RemoveAll(static s => s.IsSent);
}
