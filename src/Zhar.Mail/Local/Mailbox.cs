namespace Zhar.Mail;

/// <summary>The development mailbox: the last emails of the <c>Local</c> adapter, in memory, for the page at <c>/dev/mailbox</c>.</summary>
/// <remarks>Part of <see cref="Mailer.Child"/>. It keeps <see cref="MailerOptions.MailboxSize"/> emails in a table that is read without asking the process.</remarks>
public sealed partial class Mailbox(Mailer mailer) : GenServer<Mailbox.Drawer>
{
    private const string TableName = "Zhar.Mail.Mailbox";

    /// <summary>What the process holds.</summary>
    /// <param name="Items">The emails by their numbers.</param>
    /// <param name="Last">The number of the latest.</param>
    public sealed record Drawer(Table<long, MailboxItem> Items, long Last);

    private Init<Drawer> Init() => Ok(new Drawer(Table.Create<long, MailboxItem>(new TableOptions { Name = TableName, Type = TableType.OrderedSet }), 0));

    /// <summary>The emails, newest first.</summary>
    /// <exception cref="ArgumentException">The mailbox does not run: <see cref="Mailer.Child"/> is not in the tree.</exception>
    public static IReadOnlyList<MailboxItem> All(Node node)
    {
        var items = Find(node).Select().Select(static pair => pair.Value).ToList();
        items.Reverse();
        return items;
    }

    /// <summary>The email with a number, or <c>null</c>.</summary>
    public static MailboxItem? At(Node node, long number) => Find(node).TryLookup(number, out var item) ? item : null;

    [Call]
    private MailboxItem Keep(Email email, string messageId)
    {
        State = State with { Last = State.Last + 1 };
        var item = new MailboxItem(State.Last, Node.Current.Clock.GetUtcNow(), messageId, email);
        State.Items.Insert(item.Number, item);
        while (State.Items.Count() > mailer.Options.MailboxSize && State.Items.First(out var oldest))
            State.Items.Delete(oldest);
        return item;
    }

    [Call]
    private void Clear() => State.Items.Clear();

    private static Table<long, MailboxItem> Find(Node node) => Table.Find<long, MailboxItem>(node, TableName);
}
