using Chat;

namespace ChatWeb;

/// <summary>A message as a page shows it.</summary>
/// <param name="Message">The message.</param>
/// <param name="IsFirst">Whether it begins what one author says in a row, and shows who that is.</param>
/// <param name="IsFirstOfDay">Whether the day is named above it.</param>
public sealed record Line(Message Message, bool IsFirst, bool IsFirstOfDay)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>The line of a message that follows another one, or none.</summary>
    public static Line After(Message? previous, Message message)
    {
        var isFirstOfDay = previous is null || previous.InsertedAt.Date != message.InsertedAt.Date;
        return new(message, isFirstOfDay || previous!.AuthorId != message.AuthorId || message.InsertedAt - previous.InsertedAt > Pause, isFirstOfDay); // of a day there is a previous one
    }

    /// <summary>The lines of messages in a row.</summary>
    public static IEnumerable<Line> Of(IEnumerable<Message> messages, Message? previous = null)
    {
        foreach (var message in messages)
        {
            yield return After(previous, message);
            previous = message;
        }
    }
}
