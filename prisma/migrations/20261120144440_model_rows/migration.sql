-- AlterTable
ALTER TABLE "Job" ADD COLUMN     "report" JSONB;

-- AlterTable
ALTER TABLE "Segment" ADD COLUMN     "file" TEXT;
