using System.Text;
using Zhar.Web.Testing;

namespace Zhar.Web.Tests.Channels;

public sealed class ManySocketsTests
{
    [Fact]
    public async Task A_thousand_clients_get_every_message_in_order()
    {
        const int Clients = 1000, Messages = 50;
        await using var test = await ChannelTests.Start();
        var host = new List<TestChannel>();
        for (var i = 0; i < Clients; i++)
            host.Add(await (await test.Connect()).Join("room:1"));
        var sender = host[0];

        for (var i = 0; i < Messages; i++)
            sender.Push("new_msg", new Message(i.ToString(System.Globalization.CultureInfo.InvariantCulture)));

        // Each assertion takes the first message that is there, so that the order is the order of arrival.
        for (var i = 0; i < Messages; i++)
        {
            foreach (var client in host)
                Assert.Equal(i.ToString(System.Globalization.CultureInfo.InvariantCulture), (await client.AssertPush("new_msg"))["body"]);
        }
    }

    [Fact]
    public async Task A_broadcast_is_encoded_once_and_its_bytes_are_shared()
    {
        await using var test = await ChannelTests.Start();
        var (first, second) = ((await test.Connect()).Socket, (await test.Connect()).Socket);
        var broadcast = new Broadcast("room:1", "new_msg", new PayloadJson(SampleJson.Default.Options).Encode(new Message("hi")));

        Assert.Same(broadcast.Frame(first), broadcast.Frame(second));
        Assert.Equal("""[null,null,"room:1","new_msg",{"body":"hi","from":null}]""", Encoding.UTF8.GetString(broadcast.Frame(first).Bytes.Span));
    }
}
