using Zhar.Data.Migrations;

namespace Blog.Migrations;

[Migration(20260301_090000)]
public sealed class CreatePosts : Migration
{
    public override void Change()
    {
        Create.Table("posts", t =>
        {
            t.String("title", 120).NotNull();
            t.String("author", 60).NotNull();
            t.Text("body").NotNull();
            t.Timestamps();
        });

        Create.Table("comments", t =>
        {
            t.String("author", 60).NotNull();
            t.Text("body").NotNull();
            t.References("post_id", "posts", onDelete: ReferenceAction.Cascade).NotNull();
            t.Timestamps();
        });
        Create.Index("comments", "post_id");
    }
}
