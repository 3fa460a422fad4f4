-- AlterTable
ALTER TABLE "Segment" ADD COLUMN     "bits" BYTEA;

-- What runs that ended early keep, in its new form; of these no range was cut.
UPDATE "Job" SET "kept" = jsonb_build_object('ranges', "kept", 'committed', "seq") WHERE "kept" IS NOT NULL;
